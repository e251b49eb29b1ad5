import { everything } from "#app/register/list-query.ts";
import {
  answerCampaigns,
  assignedTo,
  endCampaign,
  findCampaign,
  itemsOfCampaigns,
  listCampaigns,
  reassignItem,
} from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { checksOfExceptions } from "#db/control-checks.ts";
import { absentFor } from "#db/delegations.ts";
import { listLatePlans, listUnclosed, markTold } from "#db/owner-notices.ts";
import { countAnswered, lastReviews, listByReview, reviewsOf } from "#db/reviews.ts";
import { endSessionsRestingOn } from "#db/sessions.ts";
import { listDueSilences, silencesOf, stepSilence } from "#db/silences.ts";
import { validationsOf } from "#db/validations.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";

/** What each query about exceptions in force answers, as in the list of all queries. */
export const oversightReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  lastReviews: [(db, id, { exception }) => lastReviews(db, id, [exception.id]), new Map()],
  reviewsOf: [(db, id, { exception }) => reviewsOf(db, id, exception.id), []],
  listByReview: [(db, id) => listByReview(db, id, everything), []],
  countAnswered: [(db, id) => countAnswered(db, id, { since: "2000-01-01T00:00:00.000Z", reviewerId: null }), 0],
  validationsOf: [(db, id, { exception }) => validationsOf(db, id, exception.id), []],
  checksOfExceptions: [(db, id, { checked }) => checksOfExceptions(db, id, [checked]), new Map()],
  listDueSilences: [(db, id) => listDueSilences(db, id, { now: "2026-12-20T00:00:00.000Z", limit: 9 }), []],
  silencesOf: [(db, id, { exception }) => silencesOf(db, id, [exception.id]), new Map()],
  listLatePlans: [(db, id) => listLatePlans(db, id, { now, after: "", limit: 9 }), []],
  listUnclosed: [(db, id) => listUnclosed(db, id, { endedBefore: now, limit: 9 }), []],
  findCampaign: [(db, id, { campaign }) => findCampaign(db, id, campaign.id), undefined],
  listCampaigns: [(db, id) => listCampaigns(db, id, 9), []],
  itemsOfCampaigns: [(db, id, { campaign }) => itemsOfCampaigns(db, id, [campaign.id]), new Map()],
  assignedTo: [(db, id, { userId }) => assignedTo(db, id, userId), new Map()],
  absentFor: [(db, id, { delegation }) => absentFor(db, id, [delegation.toUserId], now), []],
};

/** Changes that name what another workspace has. */
export const oversightChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  stepSilence: (db, id, { silence }) =>
    stepSilence(db, id, { before: silence, after: { ...silence, warnedAt: later, nextAt: null } }),
  markTold: (db, id, { exception }) =>
    markTold(db, id, { exceptionId: exception.id, kind: "milestone", what: ["Taken over"] }, later),
  answerCampaigns: (db, id, { exception }) => answerCampaigns(db, id, { exceptionId: exception.id, at: now }),
  reassignItem: (db, id, { campaign, exception, ownerId }) =>
    reassignItem(db, id, { campaignId: campaign.id, exceptionId: exception.id, reviewerId: ownerId }),
  endCampaign: (db, id, { campaign, userId }) =>
    endCampaign(db, id, { id: campaign.id, closedBy: userId, statement: "Taken over", closedAt: later }),
  endSessionsRestingOn: (db, id, { exception }) => endSessionsRestingOn(db, id, { exceptionId: exception.id, now }),
};
