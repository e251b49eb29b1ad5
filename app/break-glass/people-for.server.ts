import { findBreakGlassAccount } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import { custodiansOf } from "./account.ts";

/** Returns who could have signed in as an account: those who hold it, admins and owners; its own two first. */
export async function peopleFor(db: Db, workspaceId: string, userId: string): Promise<{ id: string; name: string }[]> {
  const account = await findBreakGlassAccount(db, workspaceId, userId);
  const custodians = account ? [...(await findUsers(db, workspaceId, custodiansOf(account))).values()] : [];
  const others = await usersWithRole(db, workspaceId, ["admin", "owner"]);
  const people = new Map([...custodians, ...others].map((person) => [person.id, person]));
  people.delete(userId);
  return [...people.values()].map(({ id, displayName }) => ({ id, name: displayName }));
}
