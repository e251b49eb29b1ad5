import type { Selectable } from "kysely";
import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { type AuditAnswer, type AuditQuestion, auditQuestions, type OathAudit } from "#app/oath/oath-audit.ts";
import { tokenFilters } from "#app/oath/token-query.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

const StoredFigures = z.object({
  counts: z.record(z.enum(tokenFilters), z.number()),
  seedHolders: z.array(z.object({ holderId: z.string(), place: z.string(), count: z.number() })),
});

const question = z.enum(auditQuestions);

type NewAudit = Omit<OathAudit, "answers" | "closedAt" | "closedBy" | "statement" | "evidence">;

/** Opens an audit: false where one is open, or the calendar has opened that of the quarter before. */
export async function openOathAudit(tx: Db, workspaceId: string, { figures, ...audit }: NewAudit): Promise<boolean> {
  const opened = await tx
    .insertInto("oathAudits")
    .values({ ...audit, workspaceId, figures: JSON.stringify(figures) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return opened !== undefined;
}

export async function findOathAudit(db: Db, workspaceId: string, id: string): Promise<OathAudit | undefined> {
  const row = await db
    .selectFrom("oathAudits")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && auditOf(row, await answersOf(db, workspaceId, id));
}

/** Returns the audit that is open, if one is. */
export async function findOpenOathAudit(db: Db, workspaceId: string): Promise<OathAudit | undefined> {
  const row = await db
    .selectFrom("oathAudits")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("closedAt", "is", null)
    .executeTakeFirst();
  return row && auditOf(row, await answersOf(db, workspaceId, row.id));
}

/** Returns the latest audits, without their answers. */
export async function listOathAudits(db: Db, workspaceId: string): Promise<OathAudit[]> {
  const rows = await db
    .selectFrom("oathAudits")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy("openedAt", "desc")
    .orderBy("id")
    .limit(40)
    .execute();
  return rows.map((row) => auditOf(row, []));
}

/** Whether a quarter has had an audit, whoever opened it. */
export async function hasAuditOfQuarter(db: Db, workspaceId: string, quarter: string): Promise<boolean> {
  const row = await db
    .selectFrom("oathAudits")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("quarter", "=", quarter)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a workspace had a token before an instant. */
export async function hadTokenBefore(db: Db, workspaceId: string, at: Instant): Promise<boolean> {
  const row = await db
    .selectFrom("oathTokens")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("createdAt", "<", at)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps the answer to a question, in the place of an earlier one, for as long as the audit is open. */
export async function answerOathAudit(
  tx: Db,
  workspaceId: string,
  { auditId, ...answer }: AuditAnswer & { auditId: string },
): Promise<boolean> {
  const open = await findOpenOathAudit(tx, workspaceId);
  if (open?.id !== auditId) return false;
  const { note, answeredAt, answeredBy } = answer;
  await tx
    .insertInto("oathAuditAnswers")
    .values({ ...answer, workspaceId, auditId })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "auditId", "question"]).doUpdateSet({ note, answeredAt, answeredBy }),
    )
    .execute();
  return true;
}

type Closing = { id: string; statement: string; evidence: string; closedAt: Instant; closedBy: string };

/** Closes an audit, once. */
export async function closeOathAudit(tx: Db, workspaceId: string, { id, ...closing }: Closing): Promise<boolean> {
  const closed = await tx
    .updateTable("oathAudits")
    .set(closing)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return closed !== undefined;
}

async function answersOf(db: Db, workspaceId: string, auditId: string): Promise<AuditAnswer[]> {
  const rows = await db
    .selectFrom("oathAuditAnswers")
    .select(["question", "note", "answeredAt", "answeredBy"])
    .where("workspaceId", "=", workspaceId)
    .where("auditId", "=", auditId)
    .execute();
  return rows.map((row) => ({ ...row, question: question.parse(row.question) satisfies AuditQuestion }));
}

function auditOf(row: Selectable<Schema["oathAudits"]>, answers: AuditAnswer[]): OathAudit {
  const { workspaceId: _workspaceId, figures, ...audit } = row;
  return { ...audit, figures: StoredFigures.parse(JSON.parse(figures)), answers };
}
