import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { seesAll } from "#app/register/roles.ts";
import { findCampaign, itemsOfCampaigns, listCampaigns } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { type CampaignWire, wireOfCampaign } from "./campaign-wire.ts";

const most = 100;

/** Returns the latest campaigns as the API shows them. @throws Refused 403 for people without a role. */
export async function campaignsOnWire(db: Db, caller: Caller, now: Instant): Promise<CampaignWire[]> {
  refuseOutsiders(caller);
  const campaigns = await listCampaigns(db, caller.workspace.id, most);
  const ids = campaigns.map(({ id }) => id);
  const items = await itemsOfCampaigns(db, caller.workspace.id, ids);
  return campaigns.map((campaign) => wireOfCampaign(campaign, items.get(campaign.id) ?? [], now));
}

/** Returns one campaign as the API shows it. @throws Refused 403 for people without a role, 404 when there is none. */
export async function campaignOnWire(db: Db, caller: Caller, id: string, now: Instant): Promise<CampaignWire> {
  refuseOutsiders(caller);
  const campaign = await findCampaign(db, caller.workspace.id, id);
  if (!campaign) throw new Refused(404, "not_found", `There is no campaign ${id}.`);
  const items = await itemsOfCampaigns(db, caller.workspace.id, [id]);
  return wireOfCampaign(campaign, items.get(id) ?? [], now);
}

/** Campaigns name every record that they are about; who sees only their own sees none. */
function refuseOutsiders({ roles }: Caller): void {
  if (!seesAll(roles)) throw new Refused(403, "no_role", "Campaigns are for people with a role.");
}
