import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { Category } from "./category.ts";
import type { Exception } from "./exception.ts";
import { reachOf } from "./reach.server.ts";
import { blanketGaps } from "./reach.ts";
import { type Gap, gapsOf } from "./readiness.ts";

/** Returns what a record lacks before it can be submitted, by its category's rules and by whom its scope reaches. */
export async function gapsFor(db: Db, record: Exception, rules: Category, now: Instant): Promise<Gap[]> {
  const { groups, roles } = record.scope;
  const blanket =
    groups.length + roles.length > 0 ? blanketGaps(await reachOf(db, record.workspaceId, record.scope)) : [];
  return [...gapsOf(record, rules, now), ...blanket];
}
