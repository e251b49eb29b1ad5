import type { Selectable } from "kysely";
import type { Drill, DrillAnswer, DrillResult, DrillStep, StepResult } from "#app/break-glass/drill.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

type NewDrill = Omit<Drill, "evidence" | "result" | "finishedBy" | "finishedAt" | "answers">;

/** Plans a drill; false where the account has one that is not finished. */
export async function insertDrill(tx: Db, workspaceId: string, drill: NewDrill): Promise<boolean> {
  const planned = await tx
    .insertInto("drills")
    .values({ workspaceId, ...drill, evidence: null, result: null, finishedBy: null, finishedAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return planned !== undefined;
}

export async function findDrill(db: Db, workspaceId: string, id: string): Promise<Drill | undefined> {
  const row = await db
    .selectFrom("drills")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  return drillOf(row, await answersOf(db, workspaceId, [id]));
}

/** Returns the latest drills, of one account where it is named. */
export async function listDrills(
  db: Db,
  workspaceId: string,
  { userId, limit }: { userId?: string | undefined; limit: number },
): Promise<Drill[]> {
  let query = db.selectFrom("drills").selectAll().where("workspaceId", "=", workspaceId);
  if (userId !== undefined) query = query.where("userId", "=", userId);
  const rows = await query.orderBy("startsAt", "desc").orderBy("id").limit(limit).execute();
  const answers = await answersOf(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => drillOf(row, answers));
}

/** Returns the drill within whose window an account signed in, and which was planned before. */
export async function findDrillAt(
  db: Db,
  workspaceId: string,
  { userId, at }: { userId: string; at: Instant },
): Promise<Drill | undefined> {
  const row = await db
    .selectFrom("drills")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("plannedAt", "<=", at)
    .where("startsAt", "<=", at)
    .where("endsAt", ">", at)
    .where((eb) => eb.or([eb("finishedAt", "is", null), eb("finishedAt", ">", at)]))
    .orderBy("startsAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && drillOf(row, []);
}

/** Returns the accounts that were drilled in a stretch of time, whatever the drill showed; a cancelled one shows nothing. */
export async function drilledWithin(
  db: Db,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<Set<string>> {
  const rows = await db
    .selectFrom("drills")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .where("startsAt", ">=", from)
    .where("startsAt", "<", to)
    .where("result", "in", ["passed", "failed"])
    .execute();
  return new Set(rows.map(({ userId }) => userId));
}

/** Keeps the answer to a step, in the place of an earlier one; false when the drill is finished. */
export async function answerStep(
  tx: Db,
  workspaceId: string,
  { drillId, ...answer }: DrillAnswer & { drillId: string },
): Promise<boolean> {
  const drill = await findDrill(tx, workspaceId, drillId);
  if (!drill || drill.finishedAt !== null) return false;
  const { result, note, by, at } = answer;
  await tx
    .insertInto("drillSteps")
    .values({ workspaceId, drillId, ...answer })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "drillId", "step"]).doUpdateSet({ result, note, by, at }),
    )
    .execute();
  return true;
}

type Finishing = { id: string; result: DrillResult; evidence: string | null; finishedBy: string; finishedAt: Instant };

/** Finishes a drill, once. */
export async function finishDrill(tx: Db, workspaceId: string, { id, ...finishing }: Finishing): Promise<boolean> {
  const finished = await tx
    .updateTable("drills")
    .set(finishing)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("finishedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return finished !== undefined;
}

async function answersOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<(DrillAnswer & { drillId: string })[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("drillSteps")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("drillId", "in", [...ids])
    .orderBy("at")
    .orderBy("step")
    .execute();
  return rows.map(({ workspaceId: _, step, result, ...row }) => ({
    ...row,
    step: step as DrillStep, // cast: written by answerStep alone
    result: result as StepResult, // cast: checked by the table
  }));
}

function drillOf(
  { workspaceId: _, result, ...row }: Selectable<Schema["drills"]>,
  answers: readonly (DrillAnswer & { drillId: string })[],
): Drill {
  return {
    ...row,
    result: result as DrillResult | null, // cast: checked by the table
    answers: answers.filter(({ drillId }) => drillId === row.id).map(({ drillId: _drillId, ...answer }) => answer),
  };
}
