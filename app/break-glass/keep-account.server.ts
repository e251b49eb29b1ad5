import type { Caller } from "#app/auth/caller.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { Instant } from "#app/engine/types.ts";
import { stale } from "#app/register/file-exception.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, mayChange } from "#app/register/roles.ts";
import {
  findBreakGlassAccount,
  listBreakGlassAccounts,
  registerBreakGlassAccount,
  retireBreakGlassAccount,
  saveCustody,
} from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { findUser, findUsers, rolesOf, type User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type BreakGlassAccount, custodiansOf } from "./account.ts";
import { looksLikeSecret } from "./storage-reference.ts";

type Custody = Pick<BreakGlassAccount, "firstCustodianId" | "secondCustodianId" | "storageReference">;
type By = { caller: Pick<Caller, "workspace" | "user" | "actor" | "auditActor">; now: Instant };

/**
 * Keeps a bypass account for emergencies from now on, with two people who hold it and a place where its secret lies.
 * @throws Refused 400 no bypass account, or custodians who cannot be; 403 not an admin, or no fresh factor; 404 no such
 * account or custodian; 409 registered already.
 */
export async function registerAccount(db: Db, asked: By & Custody & { userId: string }): Promise<void> {
  const { caller, now, userId } = asked;
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    await refuseKeeper(tx, asked);
    const user = await findUser(tx, workspaceId, userId);
    if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
    if (user.ssoRequired || user.disabledAt !== null)
      throw new Refused(
        400,
        "not_bypass_account",
        "This account cannot sign in without the identity provider, so it is of no use in an emergency. Let it sign in by itself first.",
        { field: "account" },
      );
    const held = custodyOf(asked);
    const custodians = await judgedCustodians(tx, workspaceId, { userId, ...held });
    const registered = { userId, ...held, registeredBy: caller.user.id, registeredAt: now };
    if (!(await registerBreakGlassAccount(tx, workspaceId, registered)))
      throw new Refused(409, "registered_already", "This account is registered already.", { field: "account" });
    journal.audit("break_glass_account.registered", { kind: "user", id: userId }, held);
    for (const custodian of custodians) tell(journal, { user, custodian, custodians, held, caller });
  });
}

/**
 * Says who holds an account, and where its secret lies, from now on.
 * @throws Refused as registerAccount does; 400 nothing changes, 409 somebody changed it before.
 */
export async function changeCustodians(
  db: Db,
  asked: By & Custody & { userId: string; version: number },
): Promise<void> {
  const { caller, now, userId, version } = asked;
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    await refuseKeeper(tx, asked);
    const { account, user } = await keptAccount(tx, workspaceId, userId);
    const [before, after] = [custodyOf(account), custodyOf(asked)];
    const custodians = await judgedCustodians(tx, workspaceId, { userId, ...after });
    if (JSON.stringify(before) === JSON.stringify(after))
      throw new Refused(400, "unchanged", "That is what is registered already.");
    if (!(await saveCustody(tx, workspaceId, { userId, ...after }, version))) throw stale(account.version);
    journal.audit("break_glass_account.changed", { kind: "user", id: userId }, { before, after });
    for (const custodian of custodians)
      if (!custodiansOf(before).includes(custodian.id))
        tell(journal, { user, custodian, custodians, held: after, caller });
  });
}

/**
 * Keeps an account for emergencies no longer. What it may do by itself stays as it is in the directory.
 * @throws Refused 403 not an admin, or no fresh factor; 404 not registered; 409 somebody changed it before.
 */
export async function retireAccount(
  db: Db,
  asked: By & { userId: string; version: number; reason: string },
): Promise<void> {
  const { caller, now, userId, version, reason } = asked;
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit }) => {
    await refuseKeeper(tx, asked);
    const { account } = await keptAccount(tx, workspaceId, userId);
    const retired = { userId, retiredBy: caller.user.id, retiredAt: now };
    if (!(await retireBreakGlassAccount(tx, workspaceId, retired, version))) throw stale(account.version);
    audit("break_glass_account.retired", { kind: "user", id: userId }, { reason });
  });
}

/** The roles are read inside the change, so that an admin who was demoted a moment ago is refused. */
async function refuseKeeper(tx: Db, { caller, now }: By): Promise<void> {
  if (!isAdmin(await rolesOf(tx, caller.workspace.id, caller.user.id)))
    throw new Refused(403, "not_admin", "Emergency accounts are kept by admins.");
  if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
}

/** @throws Refused 404 for an account that is not kept for emergencies. */
async function keptAccount(tx: Db, workspaceId: string, userId: string) {
  const account = await findBreakGlassAccount(tx, workspaceId, userId);
  const user = await findUser(tx, workspaceId, userId);
  if (account?.retiredAt !== null || !user)
    throw new Refused(404, "not_found", "This account is not registered for emergencies.");
  return { account, user };
}

function custodyOf({ firstCustodianId, secondCustodianId, storageReference }: Custody): Custody {
  return { firstCustodianId, secondCustodianId, storageReference };
}

async function judgedCustodians(tx: Db, workspaceId: string, held: Custody & { userId: string }): Promise<User[]> {
  if (looksLikeSecret(held.storageReference))
    throw new Refused(400, "looks_like_secret", "This looks like a secret. Say where it lies, never what it is.", {
      field: "storageReference",
    });
  const [first, second] = custodiansOf(held);
  if (first === second)
    throw new Refused(400, "same_custodian", "The two custodians have to be two people.", { field: "secondCustodian" });
  const emergency = new Set((await listBreakGlassAccounts(tx, workspaceId)).map(({ userId }) => userId)).add(
    held.userId,
  );
  const people = await findUsers(tx, workspaceId, [first, second]);
  return Promise.all(
    (
      [
        ["firstCustodian", first],
        ["secondCustodian", second],
      ] as const
    ).map(async ([field, id]) => {
      const person = people.get(id);
      if (!person) throw new Refused(400, "unknown_custodian", "There is nobody with this address.", { field });
      if (person.disabledAt !== null)
        throw new Refused(400, "barred_custodian", `${person.displayName} is barred from signing in.`, { field });
      if (emergency.has(id))
        throw new Refused(400, "account_as_custodian", "A custodian is a person, not an emergency account.", { field });
      if (!mayChange(await rolesOf(tx, workspaceId, id)))
        throw new Refused(400, "auditor_as_custodian", "An auditor changes nothing, so they cannot be a custodian.", {
          field,
        });
      return person;
    }),
  );
}

type Telling = {
  user: User;
  custodian: User;
  custodians: readonly User[];
  held: Custody;
  caller: By["caller"];
};

function tell({ notify }: Journal, { user, custodian, custodians, held, caller }: Telling): void {
  notify({
    template: "custodian_named",
    toUserId: custodian.id,
    toAddress: custodian.userName,
    data: {
      account: user.displayName,
      storage: held.storageReference,
      other: custodians.find(({ id }) => id !== custodian.id)?.displayName ?? "",
      author: caller.user.displayName,
      path: `/break-glass/accounts/${user.id}`,
    },
  });
}
