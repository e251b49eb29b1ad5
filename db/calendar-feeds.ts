import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { mayEnter } from "./may-enter.ts";

/** Where a person's calendar reads; its address is known by its hash alone. */
export type CalendarFeed = {
  userId: string;
  /** So many hours ahead the calendar rings; null where it does not. */
  alarmHours: number | null;
  createdAt: Instant;
  lastReadAt: Instant | null;
};

/** A calendar reads every few minutes at most; more is a mistake, or somebody else's. */
const mostReadsPerMinute = 30;

export async function findCalendarFeed(db: Db, workspaceId: string, userId: string): Promise<CalendarFeed | undefined> {
  return db
    .selectFrom("calendarFeeds")
    .select(["userId", "alarmHours", "createdAt", "lastReadAt"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .executeTakeFirst();
}

type NewFeed = { userId: string; tokenHash: string; alarmHours: number | null; createdAt: Instant };

/** Gives a person an address, in the place of an earlier one. */
export async function saveCalendarFeed(tx: Db, workspaceId: string, feed: NewFeed): Promise<void> {
  const fresh = { ...feed, lastReadAt: null, minuteBegunAt: null, reads: 0 };
  const { userId: _, ...changed } = fresh;
  await tx
    .insertInto("calendarFeeds")
    .values({ workspaceId, ...fresh })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId"]).doUpdateSet(changed))
    .execute();
}

/** Takes a person's address away; false when they had none. */
export async function endCalendarFeed(tx: Db, workspaceId: string, userId: string): Promise<boolean> {
  const ended = await tx
    .deleteFrom("calendarFeeds")
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .returning("userId")
    .executeTakeFirst();
  return ended !== undefined;
}

export type FeedRead = { workspaceId: string; userId: string; alarmHours: number | null; isTooOften: boolean };

/**
 * Finds a feed by the hash of its address and counts the reading; the hash is looked up as a whole, so how long that takes
 * tells nothing of it. Undefined where there is none, or whose it is may not sign in.
 */
export async function readCalendarFeed(db: Db, tokenHash: string, now: Instant): Promise<FeedRead | undefined> {
  const aMinuteAgo = new Date(Date.parse(now) - 60_000).toISOString();
  const row = await db
    .updateTable("calendarFeeds")
    .set((eb) => {
      const isSameMinute = eb("minuteBegunAt", ">", aMinuteAgo);
      return {
        lastReadAt: now,
        minuteBegunAt: eb.case().when(isSameMinute).then(eb.ref("minuteBegunAt")).else(now).end(),
        reads: eb
          .case()
          .when(isSameMinute)
          .then(eb("reads", "+", 1))
          .else(1)
          .end(),
      };
    })
    .where("tokenHash", "=", tokenHash)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("users")
          .select("users.id")
          .whereRef("users.workspaceId", "=", "calendarFeeds.workspaceId")
          .whereRef("users.id", "=", "calendarFeeds.userId")
          .where(mayEnter(now)),
      ),
    )
    .returning(["workspaceId", "userId", "alarmHours", "reads"])
    .executeTakeFirst();
  if (!row) return undefined;
  const { reads, ...feed } = row;
  return { ...feed, isTooOften: reads > mostReadsPerMinute };
}
