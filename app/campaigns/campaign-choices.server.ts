import type { Instant } from "#app/engine/types.ts";
import { everything } from "#app/register/list-query.ts";
import { namesFor } from "#app/register/names.server.ts";
import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryEntries } from "#db/directory-objects.ts";
import { ownersAmong } from "#db/exception-list.ts";
import { reviewersOf } from "./reviewers.server.ts";

/** How many owners and applications are offered; the API takes any. */
const most = 200;

/** Reads what a campaign can be about, and who could review. */
export async function campaignChoices(db: Db, workspaceId: string, now: Instant) {
  const inForce = { ...everything, states: ["active", "suspended"], endsAfter: now } as const;
  const ownerIds = await ownersAmong(db, workspaceId, inForce, most);
  const names = await namesFor(db, workspaceId, [], ownerIds);
  const asked = { kind: "application", search: "", after: null, limit: most } as const;
  const { entries } = await listDirectoryEntries(db, workspaceId, asked);
  return {
    categories: (await listCategories(db, workspaceId)).map(({ id, label }) => ({ value: id as string, label })),
    applications: entries.map(({ id, name }) => ({ value: id, label: name })),
    owners: ownerIds.map((id) => ({ value: id, label: names.get(id) ?? id })),
    reviewers: await reviewersOf(db, workspaceId),
  };
}
