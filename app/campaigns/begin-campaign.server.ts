import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { circumstancesOf } from "#app/register/circumstances.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { type Actor, refuseKeeping } from "#app/register/guards.ts";
import { everything } from "#app/register/list-query.ts";
import { Refused } from "#app/register/refused.ts";
import { approverGroupsOf, isAdmin, mayChange } from "#app/register/roles.ts";
import { insertCampaign } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { newId } from "#db/ids.ts";
import { findUsers } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type Campaign, type Selection, shareOut } from "./campaign.ts";
import type { NewCampaign } from "./campaign-schemas.ts";
import { type Reviewer, reviewersOf } from "./reviewers.server.ts";

/** How many exceptions one campaign has at most; nobody signs off more on one page. */
const mostItems = 500;

type Beginning = { workspaceId: string; wish: NewCampaign; actor: Actor; auditActor: AuditActor; now: Instant };

/**
 * Begins a campaign: every exception in force that fits is given to a reviewer who may decide about it, and they are told.
 * @throws Refused 403 not you; 400 nothing fits, too much does, or nobody of the reviewers may decide about one of them.
 */
export async function beginCampaign(
  db: Db,
  { workspaceId, wish, actor, auditActor, now }: Beginning,
): Promise<Campaign> {
  refuseOthers(actor);
  if (wish.deadline <= now)
    throw new Refused(400, "deadline_passed", "The deadline lies ahead.", { field: "deadline" });
  return write(db, { workspaceId, actor: auditActor, now }, async (tx, journal) => {
    const selection = selectionOf(wish);
    const records = await recordsOf(tx, workspaceId, selection, now);
    const items = await sharedOut(tx, records, await chosenReviewers(tx, workspaceId, wish), now);
    const campaign: Campaign = {
      ...{ id: newId("cmp"), name: wish.name, selection, deadline: wish.deadline },
      ...{ createdAt: now, createdBy: actor.userId, closedAt: null, closedBy: null, statement: null },
    };
    await insertCampaign(tx, workspaceId, campaign, items);
    const { id, name, deadline } = campaign;
    journal.audit("campaign.begun", { kind: "campaign", id }, { name, selection, deadline, items });
    await tellReviewers(tx, journal, workspaceId, { campaign, items });
    return campaign;
  });
}

async function chosenReviewers(
  tx: Db,
  workspaceId: string,
  { reviewer_ids: chosen }: NewCampaign,
): Promise<Reviewer[]> {
  const reviewers = (await reviewersOf(tx, workspaceId)).filter(({ id }) => chosen.includes(id));
  if (reviewers.length === new Set(chosen).size) return reviewers;
  const field = "reviewer_ids";
  throw new Refused(400, "no_reviewer", "One of these people cannot review: they need a role that may.", { field });
}

async function sharedOut(tx: Db, records: readonly Exception[], reviewers: readonly Reviewer[], now: Instant) {
  const conflicts = new Set<string>();
  for (const { id, roles } of reviewers) {
    const person: Actor = { userId: id, roles, aal: 0, factorUsedAt: null };
    for (const record of await conflictedFor(tx, records, person, now)) conflicts.add(`${record.id} ${id}`);
  }
  const { assigned, without } = shareOut(
    records.map(({ id }) => id),
    reviewers.map(({ id }) => id),
    (record, person) => conflicts.has(`${record} ${person}`),
  );
  if (without.length === 0) return assigned;
  throw new Refused(
    400,
    "reviewers_conflicted",
    `Nobody of these reviewers may decide about ${without.join(", ")}: they filed it or it is about them. Add somebody.`,
    { field: "reviewer_ids", exceptions: without },
  );
}

type Begun = { campaign: Campaign; items: readonly { reviewerId: string }[] };

async function tellReviewers(tx: Db, { notify }: Journal, workspaceId: string, { campaign, items }: Begun) {
  const { id: campaignId, name, deadline, createdBy } = campaign;
  const byReviewer = Map.groupBy(items, ({ reviewerId }) => reviewerId);
  const people = await findUsers(tx, workspaceId, [...byReviewer.keys(), createdBy]);
  const author = people.get(createdBy)?.displayName ?? "";
  for (const [reviewerId, theirs] of byReviewer) {
    const reviewer = people.get(reviewerId);
    if (!reviewer || reviewerId === createdBy) continue;
    const data = { campaignId, name, author, count: `${theirs.length}`, deadline };
    notify({ template: "campaign_begun", toUserId: reviewerId, toAddress: reviewer.userName, data });
  }
}

/** @throws Refused 403 for whoever does not answer for the register as a whole. */
export function refuseOthers(actor: Actor): void {
  if (!mayChange(actor.roles)) throw new Refused(403, "auditor", "Auditors read everything and change nothing.");
  if (!runsCampaigns(actor)) throw new Refused(403, "not_overseer", "This needs an approver or an admin.");
}

/** Whether somebody may begin and close campaigns: who answers for the register as a whole. */
export function runsCampaigns({ roles }: Pick<Actor, "roles">): boolean {
  return mayChange(roles) && (isAdmin(roles) || approverGroupsOf(roles).length > 0);
}

function selectionOf({ selection }: NewCampaign): Selection {
  const { category, rating, owner_id: ownerId, application } = selection;
  return { category, rating, ownerId, application };
}

async function recordsOf(tx: Db, workspaceId: string, selection: Selection, now: Instant): Promise<Exception[]> {
  const { category, rating, ownerId, application } = selection;
  const { records, next } = await listExceptions(tx, workspaceId, {
    ...everything,
    states: ["active", "suspended"],
    categories: category ? [category] : [],
    ratings: rating ? [rating] : [],
    ownerIds: ownerId ? [ownerId] : [],
    named: application ? [[`application:${application}`]] : [],
    // An end that has passed needs no review any more.
    endsAfter: now,
    limit: mostItems,
  });
  if (records.length === 0)
    throw new Refused(400, "nothing_selected", "No exception in force fits.", { field: "category" });
  if (next)
    throw new Refused(400, "too_much_selected", `More than ${mostItems} exceptions fit. Choose less.`, {
      field: "category",
    });
  return records;
}

/** Returns the records about which a person may not decide that they stay. */
export async function conflictedFor(
  tx: Db,
  records: readonly Exception[],
  person: Actor,
  now: Instant,
): Promise<Exception[]> {
  const [first] = records;
  if (!first) return [];
  const circumstances = await circumstancesOf(tx, first.workspaceId, records, { actor: person, now });
  return records.filter((record) => {
    const around = circumstances.get(record.id);
    return !around || refuseKeeping(record, person, around) !== null;
  });
}
