import type { Instant } from "#app/engine/types.ts";
import { type DecisionPlace, decisionIdOf } from "#app/signins/decision-id.ts";
import type { Db } from "./connect.ts";

/** A sign-in at which somebody was told to enrol first. */
export type Demand = { userId: string; at: Instant; applicationId: string; reason: string; decisionId: string };

/** Returns the people who were told so since an instant, with the last time, unless that has been noted. */
export async function listNewDemands(
  db: Db,
  workspaceId: string,
  { since, limit }: { since: Instant; limit: number },
): Promise<Demand[]> {
  const rows = await db
    .selectFrom("signIns as s")
    .innerJoin("users as u", (join) =>
      join.onRef("u.workspaceId", "=", "s.workspaceId").onRef("u.id", "=", "s.subjectId"),
    )
    .select(["s.subjectId", "s.at", "s.applicationId", "s.reason", "s.stream", "s.batch", "s.position"])
    .where("s.workspaceId", "=", workspaceId)
    .where("s.outcome", "=", "enroll")
    .where("s.at", ">", since)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("enrollmentDemands as d")
            .select("d.userId")
            .whereRef("d.workspaceId", "=", "s.workspaceId")
            .whereRef("d.userId", "=", "s.subjectId")
            .where((inner) => inner.or([inner("d.metAt", "is", null), inner("d.demandedAt", ">=", inner.ref("s.at"))])),
        ),
      ),
    )
    .orderBy("s.at", "desc")
    .limit(limit)
    .execute();
  const last = new Map<string, Demand>();
  for (const row of rows)
    if (!last.has(row.subjectId)) last.set(row.subjectId, { userId: row.subjectId, ...demandOf(row) });
  return [...last.values()];
}

type Row = DecisionPlace & { at: string; applicationId: string; reason: string };

function demandOf({ at, applicationId, reason, ...place }: Row): Omit<Demand, "userId"> {
  return { at, applicationId, reason, decisionId: decisionIdOf(place) };
}

/** Notes a demand, once; false when that was noted. */
export async function noteDemand(tx: Db, workspaceId: string, { userId, at }: Demand): Promise<boolean> {
  const noted = await tx
    .insertInto("enrollmentDemands")
    .values({ workspaceId, userId, demandedAt: at, metAt: null })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId", "demandedAt"]).doNothing())
    .returning("userId")
    .executeTakeFirst();
  return noted !== undefined;
}

/** Returns the people who have not done yet what they were told, in order of id. */
export async function listOpenDemands(
  db: Db,
  workspaceId: string,
  { after, limit }: { after: string; limit: number },
): Promise<{ userId: string; demandedAt: Instant }[]> {
  return db
    .selectFrom("enrollmentDemands")
    .select(["userId", "demandedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("metAt", "is", null)
    .where("userId", ">", after)
    .orderBy("userId")
    .limit(limit)
    .execute();
}

/** Notes that people have enrolled what they were told to. */
export async function meetDemands(
  tx: Db,
  workspaceId: string,
  userIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (userIds.length === 0) return;
  await tx
    .updateTable("enrollmentDemands")
    .set({ metAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", [...userIds])
    .where("metAt", "is", null)
    .execute();
}
