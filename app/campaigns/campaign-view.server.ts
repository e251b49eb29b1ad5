import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { namesFor } from "#app/register/names.server.ts";
import { Refused } from "#app/register/refused.ts";
import { findCampaign, itemsOfCampaigns, listCampaigns } from "#db/campaigns.ts";
import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { runsCampaigns } from "./begin-campaign.server.ts";
import { type Campaign, progressOf, statusOfItem } from "./campaign.ts";
import { reviewersOf } from "./reviewers.server.ts";

/** How many campaigns the list shows. */
const most = 100;

/** Reads the campaigns with how far each has come. */
export async function campaignsView(db: Db, caller: Caller, now: Instant) {
  const workspaceId = caller.workspace.id;
  const campaigns = await listCampaigns(db, workspaceId, most);
  const ids = campaigns.map(({ id }) => id);
  const items = await itemsOfCampaigns(db, workspaceId, ids);
  const texts = await selectionTexts(db, workspaceId, campaigns);
  return campaigns.map((campaign) => ({
    campaign,
    selection: texts.get(campaign.id) ?? "",
    progress: progressOf(campaign, items.get(campaign.id) ?? [], now),
  }));
}

/**
 * Reads one campaign with its items, and who could take them on.
 * @throws Refused 404 when there is none.
 */
export async function campaignView(db: Db, caller: Caller, id: string, now: Instant) {
  const workspaceId = caller.workspace.id;
  const campaign = await findCampaign(db, workspaceId, id);
  if (!campaign) throw new Refused(404, "not_found", `There is no campaign ${id}.`);
  const items = (await itemsOfCampaigns(db, workspaceId, [id])).get(id) ?? [];
  const people = [
    campaign.createdBy,
    campaign.closedBy ?? "",
    ...items.flatMap(({ reviewerId, review }) => [reviewerId, review?.by ?? ""]),
  ];
  const mayRun = runsCampaigns(caller) && campaign.closedAt === null;
  return {
    campaign,
    selection: (await selectionTexts(db, workspaceId, [campaign])).get(id) ?? "",
    progress: progressOf(campaign, items, now),
    items: items.map((item) => ({
      ...item,
      status: statusOfItem(item, campaign, now),
      isMine: item.reviewerId === caller.user.id,
    })),
    names: Object.fromEntries(await namesFor(db, workspaceId, [], people)),
    mayRun,
    reviewers: mayRun ? await reviewersOf(db, workspaceId) : [],
  };
}

export type CampaignView = Awaited<ReturnType<typeof campaignView>>;

/** Says which exceptions each campaign is about, in words. */
async function selectionTexts(db: Db, workspaceId: string, campaigns: readonly Campaign[]) {
  const selections = campaigns.map(({ selection }) => selection);
  const categories = new Map((await listCategories(db, workspaceId)).map(({ id, label }) => [id, label]));
  const owners = selections.flatMap(({ ownerId }) => ownerId ?? []);
  const applications = selections.flatMap(({ application }) => application ?? []);
  const people = await namesFor(db, workspaceId, [], owners);
  const objects = new Map(await namesOf(db, workspaceId, applications));
  return new Map(
    campaigns.map(({ id, selection: { category, rating, ownerId, application } }) => {
      const parts = [
        category && (categories.get(category) ?? category),
        rating && `${rating} risk`,
        ownerId && `owned by ${people.get(ownerId) ?? ownerId}`,
        application && `for ${objects.get(`application:${application}`) ?? application}`,
      ].filter(Boolean);
      return [id, parts.length === 0 ? "Every exception in force" : parts.join(", ")];
    }),
  );
}
