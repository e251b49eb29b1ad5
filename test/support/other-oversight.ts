import type { Db } from "#db/connect.ts";
import { insertReview } from "#db/reviews.ts";

/** Adds what people do about exceptions in force to the other workspace: a review, a delegation, a session by exemption. */
export async function otherOversight(
  db: Db,
  workspaceId: string,
  { exceptionId, userId, deputyId, now }: { exceptionId: string; userId: string; deputyId: string; now: string },
) {
  const endsAt = new Date(Date.parse(now) + 3_600_000).toISOString();
  await insertReview(db, workspaceId, {
    exceptionId,
    dueAt: null,
    at: now,
    reviewerId: userId,
    outcome: "keep",
    justification: "Still needed",
    endsAt,
  });
  const delegation = { id: "del_of_the_other", fromUserId: userId, toUserId: deputyId, startsAt: now, endsAt };
  await db
    .insertInto("delegations")
    .values({ workspaceId, ...delegation, reason: "On leave", createdAt: now, createdBy: userId, revokedAt: null })
    .execute();
  await db
    .insertInto("sessions")
    .values({
      workspaceId,
      idHash: "exempt-hash-of-the-other",
      userId,
      methods: "[]",
      createdAt: now,
      lastSeenAt: now,
      expiresAt: endsAt,
      revokedAt: null,
      ip: null,
      userAgent: null,
      exceptionId,
    })
    .execute();
  return { delegation };
}
