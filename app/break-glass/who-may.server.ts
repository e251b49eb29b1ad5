import type { Caller } from "#app/auth/caller.server.ts";
import { Refused } from "#app/register/refused.ts";
import { approverGroupsOf, isAdmin, mayChange, seesAll } from "#app/register/roles.ts";
import { findBreakGlassAccount, listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { isCustodian } from "./account.ts";

export type ByCaller = Pick<Caller, "workspace" | "user" | "roles" | "auditActor">;

/** The accounts that somebody sees what is done with: all of them with a role, else those that they hold. */
export type Sight = { isEverything: true } | { isEverything: false; userIds: readonly string[] };

/** Returns what somebody sees. @throws Refused 403 for whoever has no role and holds no account. */
export async function sightOf(db: Db, { workspace, user, roles }: ByCaller): Promise<Sight> {
  if (seesAll(roles)) return { isEverything: true };
  const accounts = await listBreakGlassAccounts(db, workspace.id);
  const userIds = accounts.filter((account) => isCustodian(account, user.id)).map(({ userId }) => userId);
  if (userIds.length === 0)
    throw new Refused(403, "no_role", "This is for people with a role and for those who hold an emergency account.");
  return { isEverything: false, userIds };
}

export function sees(sight: Sight, userId: string | null): boolean {
  return sight.isEverything || (userId !== null && sight.userIds.includes(userId));
}

/** Whether somebody sees to an account: an admin, an owner or one of its custodians, and never the account itself. */
export async function seesTo(db: Db, { workspace, user, roles }: ByCaller, userId: string): Promise<boolean> {
  if (user.id === userId || !mayChange(roles)) return false;
  if (isAdmin(roles)) return true;
  const account = await findBreakGlassAccount(db, workspace.id, userId);
  return account !== undefined && account.retiredAt === null && isCustodian(account, user.id);
}

/** @throws Refused 403 for whoever does not see to an account. */
export async function refuseOutsider(db: Db, caller: ByCaller, userId: string): Promise<void> {
  if (await seesTo(db, caller, userId)) return;
  if (caller.user.id === userId)
    throw new Refused(403, "own_account", "Whoever signed in as the account cannot account for it as the account.");
  throw new Refused(403, "not_keeper", "This is for the account's custodians, admins and owners.");
}

/** Whether somebody may declare an emergency, and see to incidents. */
export async function declares(db: Db, { workspace, user, roles }: ByCaller): Promise<boolean> {
  if (!mayChange(roles)) return false;
  const accounts = await listBreakGlassAccounts(db, workspace.id);
  if (accounts.some(({ userId }) => userId === user.id)) return false;
  return (
    isAdmin(roles) || approverGroupsOf(roles).length > 0 || accounts.some((account) => isCustodian(account, user.id))
  );
}

/** @throws Refused 403 for whoever may not. */
export async function refuseUndeclared(db: Db, caller: ByCaller): Promise<void> {
  if (!(await declares(db, caller)))
    throw new Refused(
      403,
      "may_not_declare",
      "Emergencies are declared, and incidents seen to, by admins, owners, approvers and custodians.",
    );
}
