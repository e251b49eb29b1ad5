import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Silence } from "#app/register/category.ts";
import type { SilenceCase } from "#app/register/silence.ts";
import type { Db } from "./connect.ts";

const columns = [
  "exceptionId",
  "dueAt",
  "remindedAt",
  "warnedAt",
  "answeredAt",
  "consequence",
  "actsAt",
  "nextAt",
] as const;

const inForce: readonly ExceptionState[] = ["active", "suspended"];

/** A review that is due and has a step to take, with what was done about it so far. */
export type DueSilence = { id: string; dueAt: Instant; silence: SilenceCase | null };

/** Returns the reviews that nobody has answered and that have a step due, the longest due first. */
export async function listDueSilences(
  db: Db,
  workspaceId: string,
  { now, limit }: { now: Instant; limit: number },
): Promise<DueSilence[]> {
  const rows = await db
    .selectFrom("exceptions")
    .leftJoin("silences", (join) =>
      join
        .onRef("silences.workspaceId", "=", "exceptions.workspaceId")
        .onRef("silences.exceptionId", "=", "exceptions.id")
        .onRef("silences.dueAt", "=", "exceptions.nextReviewAt"),
    )
    .select(["exceptions.id", "exceptions.nextReviewAt"])
    .select(columns.map((column) => `silences.${column}` as const))
    .where("exceptions.workspaceId", "=", workspaceId)
    .where("exceptions.state", "in", inForce)
    .where("exceptions.nextReviewAt", "<=", now)
    .where("exceptions.endsAt", ">", now)
    .where((eb) => eb.or([eb("silences.dueAt", "is", null), eb("silences.nextAt", "<=", now)]))
    .orderBy("exceptions.nextReviewAt")
    .orderBy("exceptions.id")
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, nextReviewAt, ...row }) =>
    nextReviewAt ? [{ id, dueAt: nextReviewAt, silence: row.dueAt === null ? null : caseOf(row as Row) }] : [],
  );
}

/** Returns what was done about the reviews of these exceptions that are due now, by exception. */
export async function silencesOf(
  db: Db,
  workspaceId: string,
  exceptionIds: readonly string[],
): Promise<Map<string, SilenceCase>> {
  if (exceptionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("silences")
    .innerJoin("exceptions", (join) =>
      join
        .onRef("silences.workspaceId", "=", "exceptions.workspaceId")
        .onRef("silences.exceptionId", "=", "exceptions.id")
        .onRef("silences.dueAt", "=", "exceptions.nextReviewAt"),
    )
    .select(columns.map((column) => `silences.${column}` as const))
    .where("silences.workspaceId", "=", workspaceId)
    .where("silences.exceptionId", "in", [...exceptionIds])
    .execute();
  return new Map(rows.map((row) => [row.exceptionId, caseOf(row)]));
}

/** Begins a case; false when another node has. */
export async function insertSilence(tx: Db, workspaceId: string, silence: SilenceCase): Promise<boolean> {
  const inserted = await tx
    .insertInto("silences")
    .values({ workspaceId, ...silence })
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId", "dueAt"]).doNothing())
    .returning("exceptionId")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Takes the next step of a case; false when another node has taken it since the case was read. */
export async function stepSilence(
  tx: Db,
  workspaceId: string,
  { before, after }: { before: SilenceCase; after: SilenceCase },
): Promise<boolean> {
  const { warnedAt, answeredAt, actsAt, nextAt } = after;
  const stepped = await tx
    .updateTable("silences")
    .set({ warnedAt, answeredAt, actsAt, nextAt })
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", before.exceptionId)
    .where("dueAt", "=", before.dueAt)
    .where("nextAt", "=", before.nextAt)
    .returning("exceptionId")
    .executeTakeFirst();
  return stepped !== undefined;
}

type Row = Omit<SilenceCase, "consequence"> & { consequence: string };

function caseOf(row: Row): SilenceCase {
  return { ...row, consequence: row.consequence as Silence }; // cast: the table checks it
}
