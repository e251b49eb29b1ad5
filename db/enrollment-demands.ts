import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type DecisionPlace, decisionIdOf } from "#app/signins/decision-id.ts";
import { type Db, readBy } from "./connect.ts";

/** A sign-in at which somebody was told to enrol first. */
export type Demand = { userId: string; at: Instant; applicationId: string; reason: string; decisionId: string };

/** Returns the people who were told so since an instant, with the last time, unless that has been noted. */
export async function listNewDemands(
  db: Db,
  workspaceId: string,
  { since, limit }: { since: Instant; limit: number },
): Promise<Demand[]> {
  const { rows } = await sql<Row & { subjectId: string }>`select s.subject_id as "subjectId", s.at,
      s.application_id as "applicationId", s.reason, s.stream, s.batch, s.position
    from (
      select * from ${readBy(db, "sign_ins", "sign_ins_by_outcome")}
      where workspace_id = ${workspaceId} and outcome = 'enroll' and at > ${since}
    ) s
    join users u on u.workspace_id = s.workspace_id and u.id = s.subject_id
    where not exists (
      select 1 from enrollment_demands d
      where d.workspace_id = s.workspace_id and d.user_id = s.subject_id and (d.met_at is null or d.demanded_at >= s.at)
    )
    order by s.at desc limit ${limit}`.execute(db);
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
