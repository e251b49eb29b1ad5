import { watchersOf } from "#app/auth/sso-rule.server.ts";
import { findBreakGlassAccount } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import { custodiansOf } from "./account.ts";

/** Whom a message goes to. */
export type Addressee = { toUserId: string | null; toAddress: string };

/** Returns the two people who hold an account; nobody once it is retired. */
export async function keepersOf(tx: Db, workspaceId: string, userId: string): Promise<Addressee[]> {
  const account = await findBreakGlassAccount(tx, workspaceId, userId);
  if (!account || account.retiredAt !== null) return [];
  const people = await findUsers(tx, workspaceId, custodiansOf(account));
  return [...people.values()]
    .filter(({ disabledAt }) => disabledAt === null)
    .map(({ id, userName }) => ({ toUserId: id, toAddress: userName }));
}

/** Returns who holds an account and who watches over the alarms, each once. */
export async function keepersAndWatchers(tx: Db, workspaceId: string, userId: string): Promise<Addressee[]> {
  const all = [...(await keepersOf(tx, workspaceId, userId)), ...(await watchersOf(tx, workspaceId))];
  return [...new Map(all.map((each) => [each.toAddress, each])).values()];
}
