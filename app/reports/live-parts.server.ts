import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type LiveCounts, liveByApplication, liveByOwner } from "#db/live-by-place.ts";
import { departmentsOf } from "#db/measured-places.ts";
import type { RecordIds } from "#db/records-within.ts";
import type { LivePart } from "./dashboard-charts.ts";
import type { Dimension } from "./dimensions.ts";
import { labelsOf } from "./places-of-rows.server.ts";

/** Of so many live exceptions the scopes are read for a page; of more it would have to wait for them. */
const mostScopes = 5000;

const mostNamed = 50;

type Asked = { now: Instant; ids: RecordIds; live: number };

/** By what live exceptions are laid out on the dashboard; null where there are too many to look at each for a page. */
export type LiveParts = { owner: LivePart[]; department: LivePart[]; application: LivePart[] | null };

/** Counts the live exceptions of each owner, department and application. */
export async function liveParts(db: Db, workspaceId: string, { now, ids, live }: Asked): Promise<LiveParts> {
  const owners = await liveByOwner(db, workspaceId, { now, ids });
  const departments = await byDepartment(db, workspaceId, owners);
  const applications = live > mostScopes ? null : await liveByApplication(db, workspaceId, { now, ids });
  return {
    owner: await labelled(db, workspaceId, "owner", owners),
    department: await labelled(db, workspaceId, "department", departments),
    application: applications && (await labelled(db, workspaceId, "application", applications)),
  };
}

async function byDepartment(db: Db, workspaceId: string, owners: LiveCounts): Promise<LiveCounts> {
  const departments = await departmentsOf(db, workspaceId, [...owners.keys()]);
  const counts: LiveCounts = new Map();
  for (const [ownerId, count] of owners) {
    const department = departments.get(ownerId) ?? "";
    counts.set(department, (counts.get(department) ?? 0) + count);
  }
  return counts;
}

/** The most first, and as many of them with their names as are ever shown. */
async function labelled(db: Db, workspaceId: string, dimension: Dimension, counts: LiveCounts): Promise<LivePart[]> {
  const parts = [...counts].sort(([, one], [, other]) => other - one);
  const named = parts.slice(0, mostNamed).map(([value]) => value);
  const labelOf = await labelsOf(db, workspaceId, dimension, named);
  return parts.map(([value, count]) => ({ value, label: labelOf(value), count }));
}
