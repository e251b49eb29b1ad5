import type { Caller } from "#app/auth/caller.server.ts";
import { factorMessage } from "#app/auth/factor-message.server.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import { mayResetMfa } from "#app/auth/mfa-reset.ts";
import { hasFreshFactor, hasWayIn } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { endFactor } from "#db/factors.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import { insertCustody } from "#db/oath-custody.ts";
import { findOathToken, revokeToken } from "#db/oath-tokens.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import type { OathToken, Revocation } from "./oath-token.ts";
import { noSuchToken } from "./refusals.ts";

type Ending = { caller: Caller; tokenId: string; now: Instant };

/**
 * Takes a hardware token back into the stock: it is nobody's factor from then on, and their sessions end.
 * @throws Refused 403 not an admin, without a fresh factor, or somebody's last way to sign in, 404 no such token, 409 when
 * it is nobody's.
 */
export async function unassignToken(
  db: Db,
  { caller, tokenId, place, now }: Ending & { place: string },
): Promise<void> {
  await change(db, { caller, tokenId, now }, async (tx, journal, { token, serial }) => {
    if (!token.holder || token.revokedAt !== null) throw new Refused(409, "not_issued", "This token is nobody's.");
    await takeFrom(tx, journal, { caller, holder: token.holder, reason: "unassigned", now });
    const custody = { tokenId, matter: "token", holderId: caller.user.id, place, at: now, by: caller.user.id } as const;
    await insertCustody(tx, caller.workspace.id, [custody]);
    journal.audit("oath_token.unassigned", about(tokenId), { serial, userId: token.holder.userId });
  });
}

/**
 * Revokes a hardware token for good, as when it was lost: it is nobody's factor, and its seed is forgotten.
 * @throws Refused as unassignToken does, 409 when it was revoked before.
 */
export async function revokeOathToken(
  db: Db,
  { caller, tokenId, revocation, now }: Ending & { revocation: Revocation },
): Promise<void> {
  await change(db, { caller, tokenId, now }, async (tx, journal, { token, serial }) => {
    if (!(await revokeToken(tx, caller.workspace.id, { id: tokenId, revocation, now })))
      throw new Refused(409, "revoked_already", "This token was revoked before.");
    const { holder } = token;
    if (holder) await takeFrom(tx, journal, { caller, holder, reason: `token_${revocation}`, now });
    const userId = holder?.userId ?? null;
    journal.audit("oath_token.revoked", about(tokenId), { serial, reason: revocation, userId });
  });
}

const about = (id: string) => ({ kind: "oath_token", id });

type Change = (tx: Db, journal: Journal, found: { token: OathToken; serial: string }) => Promise<void>;

async function change(db: Db, { caller, tokenId, now }: Ending, carryOut: Change): Promise<void> {
  const { workspace, auditActor, user, actor } = caller;
  if (!hasFreshFactor(actor, now)) throw stepUpRequired();
  const managing = { workspaceId: workspace.id, by: { userId: user.id }, actor: auditActor, now };
  await write(db, managing, async (tx, journal) => {
    const token = await findOathToken(tx, workspace.id, tokenId);
    const theirs = token?.holder ? await rolesOf(tx, workspace.id, token.holder.userId) : [];
    await refuseManager(tx, managing, theirs);
    if (token?.kind !== "hardware" || token.serial === null) throw noSuchToken();
    await carryOut(tx, journal, { token, serial: token.serial });
  });
}

type Taking = { caller: Caller; holder: NonNullable<OathToken["holder"]>; reason: string; now: Instant };

/** Whoever is left without a way to sign in is at the enrolment wall next, so this is a reset and takes who may reset. */
async function takeFrom(tx: Db, { audit, notify }: Journal, { caller, holder, reason, now }: Taking): Promise<void> {
  const { workspace, roles } = caller;
  const workspaceId = workspace.id;
  const { factorId, userId, label } = holder;
  const user = await findUser(tx, workspaceId, userId);
  if (!user) throw new Error(`${userId} holds a token and is not in the workspace, expected a person`);
  const hadWayIn = await hasWayIn(tx, user);
  await endFactor(tx, { workspaceId, id: factorId, now });
  const isLast = hadWayIn && !(await hasWayIn(tx, user));
  if (isLast && !mayResetMfa(roles, await rolesOf(tx, workspaceId, userId), workspace.mfaResetBy))
    throw new Refused(
      403,
      "last_way_in",
      "This is their last way to sign in. Give them another one first, or ask somebody who may reset their sign-in.",
    );
  await endSessionsOf(tx, { workspaceId, userId, now });
  await forgetKnownDevices(tx, { workspaceId, userId });
  audit("ACCOUNT_MFA_DEVICE_REVOKED", { kind: "user", id: userId }, { kind: "totp", label, reason });
  notify(factorMessage("factor_removed", user, { label, at: now }));
}
