import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Actor } from "#app/register/guards.ts";
import { refusals } from "#app/register/refusals.ts";
import { Refused } from "#app/register/refused.ts";
import { endCampaign, findCampaign, itemsOfCampaigns, reassignItem } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { write } from "#db/write.ts";
import { conflictedFor, refuseOthers } from "./begin-campaign.server.ts";
import { type Campaign, progressOf, statusOfItem } from "./campaign.ts";
import { reviewersOf } from "./reviewers.server.ts";

type Change = { workspaceId: string; id: string; actor: Actor; auditActor: AuditActor; now: Instant };

/**
 * Signs a campaign off as it stands; what nobody reviewed is named and stays unanswered.
 * @throws Refused 403 not you, 404 no such campaign, 409 it is closed already.
 */
export async function closeCampaign(db: Db, change: Change & { statement: string }): Promise<void> {
  const { workspaceId, id, statement, actor, auditActor, now } = change;
  refuseOthers(actor);
  await write(db, { workspaceId, actor: auditActor, now }, async (tx, { audit }) => {
    const campaign = await openCampaign(tx, workspaceId, id);
    const items = (await itemsOfCampaigns(tx, workspaceId, [id])).get(id) ?? [];
    const { reviewed, ended } = progressOf(campaign, items, now);
    if (!(await endCampaign(tx, workspaceId, { id, closedBy: actor.userId, statement, closedAt: now }))) throw closed();
    const isUnanswered = (status: string) => status === "open" || status === "escalated";
    const unanswered = items
      .filter((item) => isUnanswered(statusOfItem(item, campaign, now)))
      .map(({ exceptionId }) => exceptionId);
    audit("campaign.closed", { kind: "campaign", id }, { statement, reviewed, ended, unanswered });
  });
}

/**
 * Gives one exception of a campaign to another reviewer.
 * @throws Refused 400 somebody who cannot review, 403 not you or a reviewer who is in conflict, 409 reviewed or closed.
 */
export async function reassign(db: Db, change: Change & { exceptionId: string; reviewerId: string }): Promise<void> {
  const { workspaceId, id, exceptionId, reviewerId, actor, auditActor, now } = change;
  refuseOthers(actor);
  await write(db, { workspaceId, actor: auditActor, now }, async (tx, { audit }) => {
    await openCampaign(tx, workspaceId, id);
    const items = (await itemsOfCampaigns(tx, workspaceId, [id])).get(id) ?? [];
    const item = items.find((each) => each.exceptionId === exceptionId);
    const record = await findException(tx, workspaceId, exceptionId);
    if (!item || !record) throw new Refused(404, "not_found", `The campaign has no exception ${exceptionId}.`);
    const reviewer = (await reviewersOf(tx, workspaceId)).find((person) => person.id === reviewerId);
    if (!reviewer)
      throw new Refused(400, "no_reviewer", "This person cannot review: they need a role that may.", {
        field: "reviewer_id",
      });
    const person: Actor = { userId: reviewer.id, roles: reviewer.roles, aal: 0, factorUsedAt: null };
    const conflicted = await conflictedFor(tx, [record], person, now);
    if (conflicted.length > 0) throw new Refused(403, "own_review", refusals.own_review, { field: "reviewer_id" });
    if (!(await reassignItem(tx, workspaceId, { campaignId: id, exceptionId, reviewerId })))
      throw new Refused(409, "reviewed_already", "Somebody has reviewed it in the meantime.");
    audit("campaign.reassigned", { kind: "campaign", id }, { exceptionId, before: item.reviewerId, after: reviewerId });
  });
}

async function openCampaign(tx: Db, workspaceId: string, id: string): Promise<Campaign> {
  const campaign = await findCampaign(tx, workspaceId, id);
  if (!campaign) throw new Refused(404, "not_found", `There is no campaign ${id}.`);
  if (campaign.closedAt !== null) throw closed();
  return campaign;
}

function closed(): Refused {
  return new Refused(409, "campaign_closed", "The campaign has been signed off; nothing in it changes any more.");
}
