import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** One step of telling about something that comes due; what is due at another instant is told of anew. */
export type DutyNotice = { duty: string; subjectId: string; dueAt: Instant; step: string };

/** Marks that people are told; false when they were before, by whichever node. */
export async function markDutyTold(
  tx: Db,
  workspaceId: string,
  { duty, subjectId, dueAt, step }: DutyNotice,
  now: Instant,
): Promise<boolean> {
  const marked = await tx
    .insertInto("dutyNotices")
    .values({ workspaceId, duty, subjectId, dueAt, step, toldAt: now })
    .onConflict((conflict) => conflict.columns(["workspaceId", "duty", "subjectId", "dueAt", "step"]).doNothing())
    .returning("step")
    .executeTakeFirst();
  return marked !== undefined;
}

/** Returns the steps of which people were told that something is due at this very instant. */
export async function toldSteps(
  db: Db,
  workspaceId: string,
  { duty, subjectId, dueAt }: Omit<DutyNotice, "step">,
): Promise<Set<string>> {
  const told = await db
    .selectFrom("dutyNotices")
    .select("step")
    .where("workspaceId", "=", workspaceId)
    .where("duty", "=", duty)
    .where("subjectId", "=", subjectId)
    .where("dueAt", "=", dueAt)
    .execute();
  return new Set(told.map(({ step }) => step));
}

/** Returns the steps that were told of a duty that is still to come. */
export async function listNoticesAhead(
  db: Db,
  workspaceId: string,
  { duty, now }: { duty: string; now: Instant },
): Promise<DutyNotice[]> {
  return db
    .selectFrom("dutyNotices")
    .select(["duty", "subjectId", "dueAt", "step"])
    .where("workspaceId", "=", workspaceId)
    .where("duty", "=", duty)
    .where("dueAt", ">", now)
    .execute();
}

/** Returns the steps that were told of a duty, of whatever instants it was due at. */
export async function listDutyNotices(db: Db, workspaceId: string, duty: string): Promise<DutyNotice[]> {
  return db
    .selectFrom("dutyNotices")
    .select(["duty", "subjectId", "dueAt", "step"])
    .where("workspaceId", "=", workspaceId)
    .where("duty", "=", duty)
    .execute();
}

/** Returns the steps that were told of a duty of these subjects, of whatever instants it was due at. */
export async function listNoticesOf(
  db: Db,
  workspaceId: string,
  { duty, subjectIds }: { duty: string; subjectIds: readonly string[] },
): Promise<DutyNotice[]> {
  if (subjectIds.length === 0) return [];
  return db
    .selectFrom("dutyNotices")
    .select(["duty", "subjectId", "dueAt", "step"])
    .where("workspaceId", "=", workspaceId)
    .where("duty", "=", duty)
    .where("subjectId", "in", [...subjectIds])
    .execute();
}
