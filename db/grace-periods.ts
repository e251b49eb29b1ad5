import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** What has been told of somebody's time to enrol. */
export type ToldGrace = { userId: string; startedAt: Instant };

/** How a period ended: nothing was enrolled in time, or nothing is lacking any more. */
export type GraceOutcome = "expired" | "enrolled" | "disabled";

type Page = { after: string; limit: number };

/**
 * Returns people, in order of id, whose time to enrol may be running though nobody was told: they have signed in, and no
 * period that began after `since` is written down. Either everybody is looked at, or those
 * who came after `since`.
 */
export async function listUntoldGrace(
  db: Db,
  workspaceId: string,
  { since, isEverybody, after, limit }: { since: Instant; isEverybody: boolean } & Page,
): Promise<string[]> {
  let query = db
    .selectFrom("users")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    .where("id", ">", after)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("gracePeriods")
            .select("userId")
            .whereRef("gracePeriods.workspaceId", "=", "users.workspaceId")
            .whereRef("gracePeriods.userId", "=", "users.id")
            .where("gracePeriods.startedAt", ">", since),
        ),
      ),
    )
    .orderBy("id")
    .limit(limit);
  query = isEverybody ? query.where("firstSignInAt", "is not", null) : query.where("firstSignInAt", ">", since);
  return (await query.execute()).map(({ id }) => id);
}

/** Notes that somebody's time began, once; false when that was noted. */
export async function beginGrace(tx: Db, workspaceId: string, { userId, startedAt }: ToldGrace): Promise<boolean> {
  const begun = await tx
    .insertInto("gracePeriods")
    .values({ workspaceId, userId, startedAt, endedAt: null, outcome: null })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId", "startedAt"]).doNothing())
    .returning("userId")
    .executeTakeFirst();
  return begun !== undefined;
}

/** Returns the periods that began at `until` or before and are not closed, the oldest first. */
export async function listRunOutGrace(
  db: Db,
  workspaceId: string,
  { until, limit }: { until: Instant; limit: number },
): Promise<ToldGrace[]> {
  return db
    .selectFrom("gracePeriods")
    .select(["userId", "startedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("startedAt", "<=", until)
    .where("endedAt", "is", null)
    .orderBy("startedAt")
    .orderBy("userId")
    .limit(limit)
    .execute();
}

/** Returns the periods that are not closed and began by `until`, from one of them on, the earliest first. */
export async function listOpenGrace(
  db: Db,
  workspaceId: string,
  { after, until, limit }: { after: ToldGrace; until: Instant; limit: number },
): Promise<ToldGrace[]> {
  return db
    .selectFrom("gracePeriods")
    .select(["userId", "startedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("endedAt", "is", null)
    .where("startedAt", "<=", until)
    .where(({ eb, refTuple, tuple }) => eb(refTuple("startedAt", "userId"), ">", tuple(after.startedAt, after.userId)))
    .orderBy("startedAt")
    .orderBy("userId")
    .limit(limit)
    .execute();
}

/** Closes a period, once; false when it was closed. */
export async function endGrace(
  tx: Db,
  workspaceId: string,
  { userId, startedAt }: ToldGrace,
  { outcome, now }: { outcome: GraceOutcome; now: Instant },
): Promise<boolean> {
  const ended = await tx
    .updateTable("gracePeriods")
    .set({ endedAt: now, outcome })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("startedAt", "=", startedAt)
    .where("endedAt", "is", null)
    .returning("userId")
    .executeTakeFirst();
  return ended !== undefined;
}
