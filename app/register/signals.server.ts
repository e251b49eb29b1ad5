import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { totalUsage } from "#db/exception-usage.ts";
import { countNewcomers } from "#db/members.ts";
import type { Category } from "./category.ts";
import { type Dormancy, dormancyOf } from "./dormancy.ts";
import type { Exception } from "./exception.ts";
import { needlessSince } from "./needless.server.ts";
import { agreedAt } from "./targets.ts";

/** What speaks for ending a record, or for approving it anew. */
export type Signals = {
  dormancy: Dormancy | null;
  needlessSince: Instant | null;
  /** How many came into its groups and roles after it was agreed to, and are not covered. */
  newcomers: number;
};

export async function signalsOf(db: Db, record: Exception, category: Category, now: Instant): Promise<Signals> {
  const { workspaceId, id } = record;
  const total = (await totalUsage(db, workspaceId, [id])).get(id);
  return {
    dormancy: dormancyOf(record, category, { lastUsedAt: total?.lastAt ?? null, now }),
    needlessSince: await needlessSince(db, record, now),
    newcomers: await newcomersOf(db, record, now),
  };
}

const coveringStates: readonly string[] = ["approved", "active", "suspended"];

async function newcomersOf(db: Db, record: Exception, now: Instant): Promise<number> {
  const { workspaceId, state, endsAt, scope } = record;
  const since = agreedAt(record);
  if (since === null || endsAt <= now || !coveringStates.includes(state)) return 0;
  return countNewcomers(db, workspaceId, { groups: scope.groups, roles: scope.roles, since, others: scope.users });
}
