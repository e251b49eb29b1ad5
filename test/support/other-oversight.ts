import type { Campaign } from "#app/campaigns/campaign.ts";
import type { SilenceCase } from "#app/register/silence.ts";
import { noteChase } from "#db/approval-chases.ts";
import { insertCampaign } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { insertReview } from "#db/reviews.ts";
import { insertSilence } from "#db/silences.ts";
import { insertValidation } from "#db/validations.ts";

/** Adds what people do about exceptions in force to the other workspace: a review, a test, a campaign, a delegation, a session by exemption. */
export async function otherOversight(
  db: Db,
  workspaceId: string,
  { exceptionId, userId, deputyId, now }: { exceptionId: string; userId: string; deputyId: string; now: string },
) {
  const endsAt = new Date(Date.parse(now) + 3_600_000).toISOString();
  await insertReview(db, workspaceId, {
    exceptionId,
    dueAt: now,
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
  await noteChase(db, workspaceId, { exceptionId, waitingSince: now, kind: "escalation", number: 0 }, now);
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
  await insertValidation(db, workspaceId, exceptionId, { at: now, by: userId, result: "passed", note: "Signed in" });
  const campaign: Campaign = {
    ...{ id: "cmp_of_the_other", name: "Autumn", createdAt: now, createdBy: userId, deadline: endsAt },
    selection: { category: null, rating: null, ownerId: null, application: null },
    ...{ closedAt: null, closedBy: null, statement: null },
  };
  await insertCampaign(db, workspaceId, campaign, [{ exceptionId, reviewerId: userId }]);
  const { nextReviewAt } = await db
    .selectFrom("exceptions")
    .select("nextReviewAt")
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", exceptionId)
    .executeTakeFirstOrThrow();
  const silence: SilenceCase = {
    ...{ exceptionId, dueAt: nextReviewAt ?? now, remindedAt: now, warnedAt: null, answeredAt: null },
    ...{ consequence: "suspend", actsAt: endsAt, nextAt: endsAt },
  };
  await insertSilence(db, workspaceId, silence);
  return { delegation, campaign, silence };
}
