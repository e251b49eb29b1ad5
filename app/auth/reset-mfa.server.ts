import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { endFactor, listFactors } from "#db/factors.ts";
import { hasIdentityProvider } from "#db/identity-providers.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import { isLinkedToProviderInUse } from "#db/linked-identities.ts";
import { endPasswordResets } from "#db/password-resets.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { noteFactorsReset } from "#db/sign-in-attempts.ts";
import { endApprovingTokensOf } from "#db/tokens.ts";
import { findUser, normalizeUserName, rolesOf, type User } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { type Journal, write } from "#db/write.ts";
import { mailInvitation, type SetupLink } from "./invitation.server.ts";
import { type MfaResetProof, mayResetMfa } from "./mfa-reset.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { stepUpRequired } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { watchersOf } from "./sso-rule.server.ts";

type Resetting = {
  workspaceId: string;
  userId: string;
  by: Actor;
  actor: AuditActor;
  proof: MfaResetProof;
  publicUrl: URL;
  secrets: SecretBox;
  now: Instant;
};

/** What went, and the link for somebody who has no password to begin their next sign-in with. */
export type MfaReset = { factors: number; sessions: number; tokens: number; link: SetupLink | null };

/**
 * Takes every factor of somebody else away, recovery codes included, on proof that it was them who asked. Whatever rested on
 * the factors ends with them; at the next sign-in the person enrols anew. Nobody is signed in by it.
 * @throws Refused 400 an address that is not theirs, 403 oneself, not entitled or no fresh factor, 404 no such person,
 * 409 barred.
 */
export async function resetMfa(db: Db, asked: Resetting): Promise<MfaReset> {
  const { workspaceId, userId, by, actor, proof, now } = asked;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const user = await judged(tx, asked);
    const subject = { kind: "user", id: userId };
    const factors = await endFactors(tx, journal, user, now);
    await noteFactorsReset(tx, { workspaceId, userId }, now);
    const sessions = await endSessionsOf(tx, { workspaceId, userId, now });
    const tokens = await endApprovingTokensOf(tx, workspaceId, userId, now);
    for (const { id, name } of tokens) journal.audit("token.revoked", { kind: "token", id }, { name }, userId);
    await forgetKnownDevices(tx, { workspaceId, userId });
    // A mailbox must not be what is left of two factors.
    await endPasswordResets(tx, workspaceId, userId, now);
    const ended = { factors: factors.length, sessions, tokens: tokens.length };
    const said = { videoCall: proof.video_call, email: normalizeUserName(proof.email), reference: proof.reference };
    journal.audit("mfa.reset_by_admin", subject, { proof: said, ...ended });
    const author = (await findUser(tx, workspaceId, by.userId))?.displayName ?? "";
    await tell(tx, journal, { user, author, factors, said, now });
    return { ...ended, link: await linkFor(tx, journal, user, asked) };
  });
}

/** Judged inside the change, so that one who was demoted a moment ago is refused. */
async function judged(tx: Db, { workspaceId, userId, by, proof, now }: Resetting): Promise<User> {
  const [user, workspace] = [await findUser(tx, workspaceId, userId), await findWorkspace(tx, workspaceId)];
  if (!user || !workspace) throw new Refused(404, "unknown_user", "There is no such person.");
  const theirs = await rolesOf(tx, workspaceId, userId);
  if (!mayResetMfa(await rolesOf(tx, workspaceId, by.userId), theirs, workspace.mfaResetBy))
    throw new Refused(
      403,
      "not_mfa_resetter",
      "Factors are reset by owners, and by admins where the workspace says so; those of an owner by an owner alone.",
    );
  if (userId === by.userId)
    throw new Refused(403, "own_mfa_reset", "Nobody resets their own factors. Ask another owner.");
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  if (user.disabledAt !== null) throw new Refused(409, "disabled", "This person is barred from signing in.");
  if (normalizeUserName(proof.email) !== user.userName)
    throw new Refused(400, "proof_mismatch", "This is not the address of the account. Do not go on.", {
      field: "email",
    });
  return user;
}

async function endFactors(tx: Db, { audit }: Journal, { workspaceId, id }: User, now: Instant): Promise<string[]> {
  const factors = await listFactors(tx, workspaceId, id);
  for (const factor of factors) {
    await endFactor(tx, { workspaceId, id: factor.id, now });
    const { kind, label } = factor;
    audit("ACCOUNT_MFA_DEVICE_REVOKED", { kind: "user", id }, { kind, label, reason: "reset_by_admin" });
  }
  return factors.map(({ label }) => label);
}

type Told = {
  user: User;
  author: string;
  factors: readonly string[];
  said: { videoCall: string; email: string; reference: string };
  now: Instant;
};

async function tell(tx: Db, { notify }: Journal, { user, author, factors, said, now }: Told): Promise<void> {
  const { workspaceId, id, userName, displayName } = user;
  const told = { author, at: now };
  notify({ template: "mfa_reset", toUserId: id, toAddress: userName, data: { ...told, factors: factors.join(", ") } });
  const data = { ...told, ...said, person: displayName, userId: id };
  for (const watcher of await watchersOf(tx, workspaceId)) notify({ template: "mfa_reset_alert", ...watcher, data });
}

/** What somebody whose factors were reset begins their next sign-in with. */
export async function firstStepAfterReset(db: Db, user: User): Promise<"password" | "identity_provider" | "link"> {
  const { workspaceId, id } = user;
  if (user.ssoRequired && (await hasIdentityProvider(db, workspaceId))) return "identity_provider";
  if ((await passwordHashOf(db, workspaceId, id)) !== null) return "password";
  return (await isLinkedToProviderInUse(db, workspaceId, id)) ? "identity_provider" : "link";
}

async function linkFor(tx: Db, journal: Journal, user: User, asked: Resetting): Promise<SetupLink | null> {
  const { publicUrl, secrets, now } = asked;
  if ((await firstStepAfterReset(tx, user)) !== "link") return null;
  return mailInvitation(tx, journal, { user, publicUrl, secrets, now });
}
