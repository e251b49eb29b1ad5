import type { Db } from "./connect.ts";

type Page = { after: string; limit: number };

/** Everything that the register keeps of emergencies, each by its id. */
export async function readAccounts(db: Db, workspaceId: string, { after, limit }: Page) {
  return db
    .selectFrom("breakGlassAccounts")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", ">", after)
    .orderBy("userId")
    .limit(limit)
    .execute();
}

export async function readRotations(db: Db, workspaceId: string, { after, limit }: Page) {
  return db
    .selectFrom("secretRotations")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function readDrills(db: Db, workspaceId: string, { after, limit }: Page) {
  const drills = await db
    .selectFrom("drills")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  const ids = drills.map(({ id }) => id);
  const answers = await db
    .selectFrom("drillSteps")
    .select(["drillId", "step", "result", "note"])
    .where("workspaceId", "=", workspaceId)
    .where("drillId", "in", ids.length > 0 ? ids : [""])
    .orderBy("drillId")
    .orderBy("at")
    .orderBy("step")
    .execute();
  const byDrill = Map.groupBy(answers, ({ drillId }) => drillId);
  return drills.map((drill) => ({ ...drill, answers: byDrill.get(drill.id) ?? [] }));
}

export async function readIncidents(db: Db, workspaceId: string, { after, limit }: Page) {
  return db
    .selectFrom("incidents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function readUses(db: Db, workspaceId: string, { after, limit }: Page) {
  return db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Counts everything that the register keeps of emergencies. */
export async function countBreakGlass(db: Db, workspaceId: string): Promise<number> {
  const counts = await Promise.all(
    (["breakGlassAccounts", "secretRotations", "drills", "incidents", "breakGlassUses"] as const).map((table) =>
      db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("workspaceId", "=", workspaceId)
        .executeTakeFirstOrThrow(),
    ),
  );
  return counts.reduce((sum, { count }) => sum + count, 0);
}
