import { z } from "zod";
import { sentenceOf } from "#app/audit/sentences.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { actorNames } from "#app/register/actor-names.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, readsPolicy } from "#app/register/roles.ts";
import { historyOf } from "#db/audit-trail.ts";
import { findBreakGlassAccount, listBreakGlassAccounts, listRetiredAccounts } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { listFindings } from "#db/findings.ts";
import { listRotations } from "#db/secret-rotations.ts";
import { findUsers } from "#db/users.ts";
import { findingsOf } from "./account-findings.ts";
import { accountsKnown } from "./account-known.server.ts";
import { rotationViews } from "./rotation-views.server.ts";
import { sees, seesTo, sightOf } from "./who-may.server.ts";
import { bypassWithoutMfa } from "./without-mfa.server.ts";

const mostFindings = 50;

/** What people wrote when they did something. */
const Said = z.object({
  reference: z.string().optional(),
  reason: z.string().optional(),
  comment: z.string().optional(),
});

/**
 * Gathers the accounts for emergencies with what is wrong with them: all of them for people with a role, for a custodian
 * those that they hold.
 * @throws Refused 403 for everybody else.
 */
export async function accountsView(db: Db, caller: Caller, now: Instant) {
  const { workspace, roles } = caller;
  const sight = await sightOf(db, caller);
  const seesAll = sight.isEverything;
  const shown = (await listBreakGlassAccounts(db, workspace.id)).filter(({ userId }) => sees(sight, userId));
  const accounts = await accountsKnown({ db, workspace, now }, shown);
  const findings = await listFindings(db, workspace.id, { limit: mostFindings });
  const names = await findUsers(
    db,
    workspace.id,
    findings.flatMap(({ openedBy, resolvedBy, userId }) => [openedBy, resolvedBy, userId].filter((id) => id !== null)),
  );
  return {
    seesAll,
    mayKeep: isAdmin(roles),
    accounts,
    retired: seesAll ? await retiredOf(db, workspace.id) : [],
    // Whoever sees a part of the accounts cannot be told whether there are too few of them.
    derived: findingsOf(accounts).filter(({ code }) => seesAll || code !== "too_few_accounts"),
    bypassWithoutFactor: readsPolicy(roles) ? (await bypassWithoutMfa(db, workspace.id)).length : 0,
    findings: findings
      .filter(({ userId }) => sees(sight, userId))
      .map((finding) => ({
        ...finding,
        account: finding.userId && (names.get(finding.userId)?.displayName ?? ""),
        openedBy: finding.openedBy ? (names.get(finding.openedBy)?.displayName ?? "") : "The register",
        resolvedBy: finding.resolvedBy && (names.get(finding.resolvedBy)?.displayName ?? ""),
      })),
  };
}

export type AccountsView = Awaited<ReturnType<typeof accountsView>>;

async function retiredOf(db: Db, workspaceId: string) {
  const retired = await listRetiredAccounts(db, workspaceId);
  const users = await findUsers(
    db,
    workspaceId,
    retired.map(({ userId }) => userId),
  );
  return retired.map(({ userId, retiredAt }) => ({
    userId,
    name: users.get(userId)?.displayName ?? userId,
    retiredAt: retiredAt ?? "",
  }));
}

/**
 * Gathers one account with its rotations and what happened to it.
 * @throws Refused 403 for whoever has no role and holds none, 404 for one that they do not see or that was never registered.
 */
export async function accountView(db: Db, caller: Caller, userId: string, now: Instant) {
  const { workspace, roles } = caller;
  const sight = await sightOf(db, caller);
  const account = await findBreakGlassAccount(db, workspace.id, userId);
  if (!account || !sees(sight, userId))
    throw new Refused(404, "not_found", "This account is not registered for emergencies.");
  const [known] = await accountsKnown({ db, workspace, now }, [account]);
  if (!known) throw new Error(`nothing is known of ${userId}, expected what is registered`);
  const rotations = await listRotations(db, workspace.id, { kind: "user", id: userId }, 50);
  const isActive = account.retiredAt === null;
  const people = await findUsers(db, workspace.id, [account.firstCustodianId, account.secondCustodianId]);
  const addressOf = (id: string) => people.get(id)?.userName ?? "";
  return {
    account: known,
    retiredAt: account.retiredAt,
    typed: {
      firstCustodian: addressOf(account.firstCustodianId),
      secondCustodian: addressOf(account.secondCustodianId),
      storageReference: account.storageReference,
    },
    derived: findingsOf([known]).filter(({ userId: about }) => about !== null),
    rotations: await rotationViews(db, caller, rotations),
    mayKeep: isAdmin(roles) && isActive,
    mayRotate: isActive && (await seesTo(db, caller, userId)),
    history: await happened(db, workspace.id, userId),
  };
}

function saidIn(data: string): string {
  return Object.values(Said.parse(JSON.parse(data)))
    .filter(Boolean)
    .join(". ");
}

/** What was done to the account as one for emergencies; the rest of its history is in the audit log. */
async function happened(db: Db, workspaceId: string, id: string) {
  const events = await historyOf(db, workspaceId, { kind: "user", id });
  const own = events.filter(({ type }) => type.startsWith("break_glass") || type.startsWith("secret.rotation"));
  const nameOf = await actorNames(db, workspaceId, own);
  return own.map(({ seq, at, type, data, ...act }) => ({
    id: String(seq),
    at,
    who: nameOf(act),
    what: sentenceOf(type),
    // A use has a page of its own, which says why it was let in.
    said: type === "break_glass.used" ? "" : saidIn(data),
  }));
}
