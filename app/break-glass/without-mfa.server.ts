import { setImmediate } from "node:timers/promises";
import { listBypassAccounts } from "#db/bypass-accounts.ts";
import type { Db } from "#db/connect.ts";

/** Few enough at a time that sign-in decisions need not wait: where there is no provider, everybody is one of them. */
const lookedAtOnce = 2000;
/** How many are worth listing; from there on it is a matter of the policy, and not of single accounts. */
const mostListed = 1000;

type Account = { id: string; userName: string };

/** Returns who can sign in without the identity provider and without MFA, by user name; at most a thousand. */
export async function bypassWithoutMfa(db: Db, workspaceId: string): Promise<Account[]> {
  const found: Account[] = [];
  for (let after: string | null = null; found.length < mostListed; ) {
    const page = await listBypassAccounts(db, workspaceId, { after, limit: lookedAtOnce });
    for (const { id, userName, hasFactor } of page) if (!hasFactor) found.push({ id, userName });
    const last = page.at(-1);
    if (page.length < lookedAtOnce || !last) break;
    after = last.userName;
    await setImmediate();
  }
  return found.slice(0, mostListed).sort((one, other) => (one.userName < other.userName ? -1 : 1));
}
