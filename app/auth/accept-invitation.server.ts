import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { endFactor, listFactors } from "#db/factors.ts";
import { spendInvitation } from "#db/invitations.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { normalizeUserName, type User, updateUser } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import { confirmPasskey, confirmTotp, type ProvenFactor, storeFactor } from "./enrolment.server.ts";
import { enter, entered } from "./enter.server.ts";
import { type OpenInvitation, openInvitation, unnamedOwner } from "./invitation.server.ts";
import type { NewPasskey } from "./passkey-response.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password.ts";
import { tooLate } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import type { ClientOf, OpenedSession } from "./session.server.ts";
import type { Gate } from "./sign-in.server.ts";

type Names = Pick<User, "userName" | "displayName">;

type Acceptance = {
  token: string;
  /** What the first owner says of themself; an invited person keeps the names they were given. */
  names: Names | null;
  client: ClientOf;
  now: Instant;
};

type WithPassword = Acceptance & { password: string; challengeId: string; code: string; secrets: SecretBox };

/**
 * Sets up a password and an authenticator app with a one-time link, and signs the person in with them, as far as the policy takes them.
 * @throws Refused 400 a password that is not good enough, 403 wrong code, 409 when the link has ended or was used.
 */
export async function acceptWithPassword(
  gate: Gate,
  { password, challengeId, code, secrets, ...acceptance }: WithPassword,
): Promise<OpenedSession> {
  const { db } = gate;
  const { now } = acceptance;
  const open = await requireOpen(db, acceptance);
  const userName = normalizeUserName(namesFor(open, acceptance).userName);
  const fault = passwordFault(password, userName);
  if (fault) throw new Refused(400, "weak_password", fault);
  const factor = await confirmTotp(db, {
    user: open.user,
    challengeId,
    code,
    secrets,
    now,
    label: "Authenticator app",
  });
  const methods = [
    { method: "password", completedAt: now, userVerified: false },
    { method: "totp", completedAt: now, userVerified: false },
  ] as const;
  return accept(gate, { ...acceptance, open, factor, methods, passwordHash: await hashPassword(password) });
}

type WithPasskey = Acceptance & { answer: NewPasskey; challengeId: string | null };

/**
 * Sets up a passkey with a one-time link, and signs the person in with it.
 * @throws Refused 403 not a valid answer of an authenticator, 409 when the link or the challenge has ended.
 */
export async function acceptWithPasskey(
  gate: Gate,
  { answer, challengeId, ...acceptance }: WithPasskey,
): Promise<OpenedSession> {
  const { db } = gate;
  const { now } = acceptance;
  const open = await requireOpen(db, acceptance);
  namesFor(open, acceptance);
  const factor = await confirmPasskey(db, {
    user: open.user,
    sessionHash: null,
    answer,
    challengeId,
    label: null,
    now,
  });
  const method = factor.kind;
  const methods = [{ method, completedAt: now, userVerified: true }];
  return accept(gate, { ...acceptance, open, factor, methods, passwordHash: null });
}

async function requireOpen(db: Db, { token, now }: Acceptance): Promise<OpenInvitation> {
  const open = await openInvitation(db, token, now);
  if (!open) throw tooLate();
  return open;
}

function namesFor({ invitation, user }: OpenInvitation, { names }: Pick<Acceptance, "names">): Names {
  const chosen = invitation.purpose === "first_owner" && names ? names : user;
  if (chosen.userName === unnamedOwner)
    throw new Refused(400, "names_missing", "Enter your e-mail address and your name.");
  return chosen;
}

type Accepting = Acceptance & {
  open: OpenInvitation;
  factor: ProvenFactor;
  methods: readonly CompletedMethod[];
  passwordHash: string | null;
};

async function accept(
  { db, ownSignIns }: Gate,
  { open, factor, methods, passwordHash, names, client, token, now }: Accepting,
): Promise<OpenedSession> {
  const { invitation, user } = open;
  const { workspaceId, id: userId } = user;
  const subject = { kind: "user", id: userId };
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const entry = await ownSignIns.write(db, writing, async (tx, journal, decide) => {
    // Asked again inside: whoever comes second with the same link finds a person who can sign in.
    if (!(await openInvitation(tx, token, now)) || !(await spendInvitation(tx, invitation, now))) throw tooLate();
    journal.audit("user.accepted_invitation", subject, { purpose: invitation.purpose });
    await rename(tx, journal, user, namesFor(open, { names }));
    await endLeftovers(tx, journal, user, now);
    if (passwordHash !== null) {
      await setPasswordHash(tx, workspaceId, userId, passwordHash);
      journal.audit("user.password_changed", subject, {});
    }
    await storeFactor(tx, journal, user, factor, now);
    return enter({ tx, journal, decide }, { workspaceId, userId, methods, client, now });
  });
  return entered(entry);
}

async function rename(tx: Db, { audit }: Journal, user: User, { userName, displayName }: Names): Promise<void> {
  const after = { userName: normalizeUserName(userName), displayName: displayName.trim() };
  if (after.userName === user.userName && after.displayName === user.displayName) return;
  try {
    await updateUser(tx, user.workspaceId, user.id, after);
  } catch (fault) {
    if (isDuplicate(fault)) throw new Refused(409, "user_name_taken", "Somebody else has this e-mail address.");
    throw fault;
  }
  audit("user.renamed", { kind: "user", id: user.id }, after);
}

/** An app that was of no use without a password must not come back to life with the new one. */
async function endLeftovers(tx: Db, { audit }: Journal, user: User, now: Instant): Promise<void> {
  for (const { id, kind, label, workspaceId } of await listFactors(tx, user.workspaceId, user.id)) {
    await endFactor(tx, { workspaceId, id, now });
    audit("ACCOUNT_MFA_DEVICE_REVOKED", { kind: "user", id: user.id }, { kind, label, reason: "set_up_anew" });
  }
}
