import type { Caller } from "#app/auth/caller.server.ts";
import { laterOf } from "#app/directory/members.server.ts";
import { liveExceptionsOf } from "#app/directory/user-view.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, readsPolicy } from "#app/register/roles.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import { listBypassWithFactor, recordsNaming } from "#db/bypass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { directoryUsers } from "#db/directory-users.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { lastPermittedSignIns } from "#db/last-sign-ins.ts";
import { bypassWithoutMfa } from "./without-mfa.server.ts";

type Page = { after: string | null; limit: number; now: Instant };

/** Returns a page of everybody who can sign in without the identity provider, those without MFA first. */
async function listBypass(db: Db, workspaceId: string, { after, limit, now }: Page) {
  const without = await bypassWithoutMfa(db, workspaceId);
  const { ids, next } = await pageAfter(db, workspaceId, { without, after, limit });
  await gatherRecent(db, workspaceId);
  const users = await directoryUsers(db, workspaceId, ids);
  const lastSignIns = await lastPermittedSignIns(db, workspaceId, ids);
  const registered = new Set((await listBreakGlassAccounts(db, workspaceId)).map(({ userId }) => userId));
  const naming = await recordsNaming(db, workspaceId, ids);
  const accounts = await Promise.all(
    users.map(async (user) => {
      const live = (await liveExceptionsOf(db, { workspaceId, user, now })).map(({ record }) => record);
      const isLive = new Set(live.map(({ id }) => id));
      return {
        id: user.id,
        userName: user.userName,
        displayName: user.displayName,
        registerRoles: user.registerRoles,
        factors: user.factors.map(({ kind, remaining }) => ({ kind, remaining })),
        hasMfa: user.factors.some(({ kind }) => kind !== "recovery_code"),
        lastSignInAt: laterOf(user.lastSignInAt, lastSignIns.get(user.id) ?? null),
        isBreakGlass: registered.has(user.id),
        live: live.map(({ id, title, endsAt }) => ({ id, title, endsAt })),
        others: (naming.get(user.id) ?? [])
          .filter(({ id }) => !isLive.has(id))
          .map(({ id, title, state }) => ({ id, title, state })),
      };
    }),
  );
  return { accounts, next, withoutMfa: without.length };
}

type Place = { without: readonly { id: string; userName: string }[]; after: string | null; limit: number };

/** First those without MFA, then the others, each by user name; a place says which of the two and after whom. */
async function pageAfter(db: Db, workspaceId: string, { without, after, limit }: Place) {
  const isAmongOthers = after?.startsWith("others:") ?? false;
  const userName = after?.slice(after.indexOf(":") + 1) ?? null;
  const first = isAmongOthers ? [] : without.filter((each) => userName === null || each.userName > userName);
  const room = Math.max(limit + 1 - first.length, 0);
  const others =
    room === 0
      ? []
      : await listBypassWithFactor(db, workspaceId, { after: isAmongOthers ? userName : null, limit: room });
  const rows = [
    ...first.map((row) => ({ ...row, place: `without:${row.userName}` })),
    ...others.map((row) => ({ ...row, place: `others:${row.userName}` })),
  ];
  const page = rows.slice(0, limit);
  return { ids: page.map(({ id }) => id), next: rows.length > limit ? (page.at(-1)?.place ?? null) : null };
}

export type BypassAccount = Awaited<ReturnType<typeof listBypass>>["accounts"][number];

/**
 * Returns a page of the inventory to whoever may read it.
 * @throws Refused 403 for everybody but admins and auditors.
 */
export async function bypassFor(db: Db, { workspace, roles }: Caller, page: Page) {
  if (!readsPolicy(roles))
    throw new Refused(403, "not_admin", "Who can sign in without the identity provider is for admins and auditors.");
  return listBypass(db, workspace.id, page);
}

const accountsOnAPage = 50;

/** Gathers a page of the inventory of bypass accounts, and how many of all have no MFA. */
export async function bypassView(db: Db, caller: Caller, after: string | null, now: Instant) {
  return {
    ...(await bypassFor(db, caller, { after, limit: accountsOnAPage, now })),
    mayKeep: isAdmin(caller.roles),
  };
}
