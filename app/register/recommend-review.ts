import type { Instant } from "#app/engine/types.ts";
import type { ReviewOutcome } from "./command-schemas.ts";
import { daysBetween } from "./days.ts";
import type { Exception } from "./exception.ts";
import { exitPlanOf } from "./exit-plan.ts";

/** What is known about an exception in force when it is reviewed. */
export type ReviewFacts = {
  record: Pick<Exception, "activatedAt" | "endsAt" | "milestones" | "lastValidation" | "suspension">;
  /** Null where no sign-in has rested on it yet. */
  lastUsedAt: Instant | null;
  /** After how long without use it is called dormant; null where lying idle is what it is for. */
  dormantAfterDays: number | null;
  /** The names of its controls that are overdue for a check, and of those whose last check failed. */
  overdueControls: readonly string[];
  failedControls: readonly string[];
  now: Instant;
};

export type Recommendation = { outcome: ReviewOutcome; evidence: string[] };

/** An end this near needs no other decision. */
const nearEndDays = 14;

type Finding = { outcome: ReviewOutcome; evidence: string };

/** The outcomes from the one that most speaks for to the one that is left when nothing speaks against. */
const strength: readonly ReviewOutcome[] = ["revoke", "escalate", "let_expire", "shorten", "keep"];

/** Recommends what a review decides, with everything that speaks for it. It only advises: the person decides. */
export function recommendReview(facts: ReviewFacts): Recommendation {
  const findings = [
    unused(facts),
    planDone(facts),
    planLate(facts),
    failedTest(facts),
    failedControls(facts),
    nearEnd(facts),
    overdueControls(facts),
    untested(facts),
  ].filter((finding) => finding !== null);
  const outcome = strength.find((one) => findings.some((finding) => finding.outcome === one)) ?? "keep";
  const evidence = findings.map((finding) => finding.evidence);
  return { outcome, evidence: evidence.length > 0 ? evidence : ["In use, tested, and its controls work"] };
}

type Find = (facts: ReviewFacts) => Finding | null;

const unused: Find = ({ record: { activatedAt }, lastUsedAt, dormantAfterDays, now }) => {
  const since = lastUsedAt ?? activatedAt;
  if (since === null || dormantAfterDays === null) return null;
  const days = Math.floor(daysBetween(since, now));
  if (days < dormantAfterDays) return null;
  const text = lastUsedAt === null ? "Never used since it was put in place" : "Unused for";
  return {
    outcome: "revoke",
    evidence: lastUsedAt === null ? `${text}, ${inDays(days)} ago` : `${text} ${inDays(days)}`,
  };
};

const planDone: Find = ({ record, now }) =>
  exitPlanOf(record, now).percent === 100
    ? { outcome: "revoke", evidence: "Every milestone of its exit plan is reached" }
    : null;

const planLate: Find = ({ record, now }) => {
  const [first, ...more] = exitPlanOf(record, now).overdue;
  if (!first) return null;
  const others = more.length === 0 ? "" : `, and ${more.length} more`;
  const late = Math.max(1, Math.floor(daysBetween(first.dueAt, now)));
  return { outcome: "escalate", evidence: `Exit plan ${inDays(late)} late: ${first.title}${others}` };
};

const failedTest: Find = ({ record: { lastValidation } }) =>
  lastValidation?.result === "failed" ? { outcome: "escalate", evidence: "Its last test failed" } : null;

const failedControls: Find = ({ failedControls: names }) =>
  names.length > 0 ? { outcome: "escalate", evidence: `A control does not work: ${names.join(", ")}` } : null;

const nearEnd: Find = ({ record: { endsAt }, now }) => {
  const days = Math.ceil(daysBetween(now, endsAt));
  return days <= nearEndDays ? { outcome: "let_expire", evidence: `Ends by itself in ${inDays(days)}` } : null;
};

const overdueControls: Find = ({ overdueControls: names }) =>
  names.length > 0 ? { outcome: "shorten", evidence: `Controls not checked in time: ${names.join(", ")}` } : null;

const untested: Find = ({ record: { lastValidation } }) =>
  lastValidation === null ? { outcome: "keep", evidence: "It was never tested" } : null;

function inDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
