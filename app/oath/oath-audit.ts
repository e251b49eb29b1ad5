import type { Instant } from "#app/engine/types.ts";
import type { TokenFilter } from "./token-query.ts";

export const auditQuestions = ["issued", "revoked", "ageing", "drifting", "seeds"] as const;
export type AuditQuestion = (typeof auditQuestions)[number];

/** What the tokens were like when an audit was opened; it does not change with them. */
export type AuditFigures = {
  counts: Readonly<Record<TokenFilter, number>>;
  /** Who held the seeds of tokens that were not revoked. */
  seedHolders: readonly { holderId: string; place: string; count: number }[];
};

export type AuditAnswer = { question: AuditQuestion; note: string; answeredAt: Instant; answeredBy: string };

/** The quarterly look at all tokens, which somebody answers for. */
export type OathAudit = {
  id: string;
  /** As 2026-Q4. */
  quarter: string;
  openedAt: Instant;
  /** Null where the calendar opened it. */
  openedBy: string | null;
  dueAt: Instant;
  figures: AuditFigures;
  answers: readonly AuditAnswer[];
  closedAt: Instant | null;
  closedBy: string | null;
  statement: string | null;
  /** Where the evidence lies. */
  evidence: string | null;
};

/** How long an audit may take. */
export const auditDays = 30;

type Wording = { title: string; asks: string; shows: readonly TokenFilter[] };

/** What each question asks, and which figures it is about. */
export const questionWording: Readonly<Record<AuditQuestion, Wording>> = {
  issued: {
    title: "Issued",
    asks: "Does every issued token belong to somebody who still needs it, and does the stock match the drawer?",
    shows: ["issued", "in_stock"],
  },
  revoked: {
    title: "Revoked",
    asks: "Is every token that was lost, broken or left behind revoked, and is nothing revoked still in use?",
    shows: ["revoked"],
  },
  ageing: {
    title: "Ageing",
    asks: "Are replacements ordered for the tokens whose day comes within 60 days or has passed?",
    shows: ["ageing", "overdue"],
  },
  drifting: {
    title: "Drifting",
    asks: "Were drifting tokens looked at, and those out of step resynchronised or replaced?",
    shows: ["drifting", "desynchronised"],
  },
  seeds: {
    title: "Who holds the seeds",
    asks: "Is every seed file with the person and at the place that the custody record names?",
    shows: ["custody_missing"],
  },
};

export function isOverdue({ closedAt, dueAt }: Pick<OathAudit, "closedAt" | "dueAt">, now: Instant): boolean {
  return closedAt === null && dueAt < now;
}

/** Returns the questions that nobody has answered. */
export function openQuestions({ answers }: Pick<OathAudit, "answers">): AuditQuestion[] {
  return auditQuestions.filter((question) => !answers.some((answer) => answer.question === question));
}
