import { listCampaignsOf, listExceptionsAround } from "#db/calendar.ts";
import { endCalendarFeed, findCalendarFeed, saveCalendarFeed } from "#db/calendar-feeds.ts";
import type { Db } from "#db/connect.ts";
import type { Other } from "#test/support/other-workspace.ts";

const createdAt = "2026-11-20T10:30:00.000Z";
const feed = { tokenHash: "feed-of-the-other", alarmHours: null, createdAt };

/** Gives somebody of the other workspace a calendar. */
export async function otherCalendar(db: Db, workspaceId: string, { userId }: Other): Promise<void> {
  await saveCalendarFeed(db, workspaceId, { ...feed, userId });
}

/** What each query about calendars answers, as in the list of all queries. */
export const calendarReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  findCalendarFeed: [(db, id, { userId }) => findCalendarFeed(db, id, userId), undefined],
  listExceptionsAround: [
    (db, id, { exception }) => listExceptionsAround(db, id, { userId: exception.ownerId ?? "", endsAfter: "" }),
    [],
  ],
  listCampaignsOf: [
    async (db, id) => {
      const reviewers = await db
        .selectFrom("campaignItems")
        .select("reviewerId")
        .where("reviewedAt", "is", null)
        .execute();
      const campaigns = await Promise.all(reviewers.map(({ reviewerId }) => listCampaignsOf(db, id, reviewerId)));
      return campaigns.flat();
    },
    [],
  ],
};

/** Changes of calendars of another workspace. */
export const calendarChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  saveCalendarFeed: (db, id, { userId }) => saveCalendarFeed(db, id, { ...feed, userId, tokenHash: "taken over" }),
  endCalendarFeed: (db, id, { userId }) => endCalendarFeed(db, id, userId),
};
