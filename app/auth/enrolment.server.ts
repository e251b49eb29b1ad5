import type { Instant } from "#app/engine/types.ts";
import { factorLabels } from "#app/register/describe.ts";
import { Refused } from "#app/register/refused.ts";
import { findChallenge, issueChallenge, spendChallenge } from "#db/challenges.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { insertFactor, type NewFactor } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import type { User } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";
import { authenticatorModel } from "./authenticator-model.server.ts";
import { readNewPasskey } from "./passkey.server.ts";
import { takeChallenge } from "./passkey-challenge.server.ts";
import type { NewPasskey } from "./passkey-response.ts";
import { type QrCode, qrCode } from "./qr-code.server.ts";
import { tooLate, wrongProof } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { newSeed, newTotpSecret, totpStep, totpUri } from "./totp.server.ts";

/** How long a person may take to get out their phone and scan. */
const scanMs = 15 * 60_000;

type Person = { workspace: Workspace; user: User };

/** What is shown for an authenticator app to take over a secret: as a QR code and as text. */
export type TotpOffer = { challengeId: string; secret: string; qr: QrCode };

/** Offers a new secret. It counts for nothing until a code of it has been entered. */
export async function offerTotp(
  db: Db,
  { workspace, user, secrets, now }: Person & { secrets: SecretBox; now: Instant },
): Promise<TotpOffer> {
  const secret = newTotpSecret();
  const challengeId = await issueChallenge(db, {
    workspaceId: workspace.id,
    purpose: "totp_enrolment",
    userId: user.id,
    sessionHash: null,
    challenge: secrets.seal(secret),
    origin: null,
    rpId: null,
    expiresAt: new Date(Date.parse(now) + scanMs).toISOString(),
    now,
  });
  return show({ workspace, user }, challengeId, secret);
}

type Offered = Person & { challengeId: string; secrets: SecretBox; now: Instant };

/** Returns an offer again, after a form with a mistake in it: nobody should have to scan twice. */
export async function repeatTotpOffer(
  db: Db,
  { workspace, user, challengeId, secrets, now }: Offered,
): Promise<TotpOffer | null> {
  const sealed = await findChallenge(db, offerOf(user, challengeId, now));
  return sealed === undefined ? null : show({ workspace, user }, challengeId, secrets.open(sealed));
}

function show({ workspace, user }: Person, challengeId: string, secret: string): TotpOffer {
  const uri = totpUri(secret, { issuer: `MFA register (${workspace.name})`, label: user.userName });
  return { challengeId, secret, qr: qrCode(uri) };
}

function offerOf({ workspaceId, id: userId }: User, challengeId: string, now: Instant) {
  return { workspaceId, purpose: "totp_enrolment", userId, sessionHash: null, id: challengeId, now } as const;
}

/** A factor that has been proven to work and is not stored yet. */
export type ProvenFactor = Pick<NewFactor, "kind" | "label" | "credential" | "totp"> & {
  /** The offer that it was proven with; it is spent when the factor is stored. */
  totpChallengeId: string | null;
};

/**
 * Checks the first code of an offered secret.
 * @throws Refused 403 wrong code, 409 when the offer has ended.
 */
export async function confirmTotp(
  db: Db,
  { user, challengeId, secrets, now, code, label }: Omit<Offered, "workspace"> & { code: string; label: string },
): Promise<ProvenFactor> {
  const sealed = await findChallenge(db, offerOf(user, challengeId, now));
  if (sealed === undefined) throw tooLate();
  const told = await totpStep(newSeed(secrets.open(sealed)), code, now);
  if (told === null)
    throw new Refused(
      403,
      "wrong_code",
      "This is not the code that the app shows. Wait for the next one and try again.",
    );
  // The confirming code is spent by it, so that it cannot be used to sign in with.
  return {
    kind: "totp",
    label,
    credential: null,
    totp: { secret: sealed, lastStep: told.step, drift: told.drift },
    totpChallengeId: challengeId,
  };
}

type PasskeyAnswer = {
  user: User;
  /** The session that asked; null for whoever has a one-time link instead. */
  sessionHash: string | null;
  answer: NewPasskey;
  challengeId: string | null;
  /** Null to call it after who made it, or else what it is. */
  label: string | null;
  now: Instant;
};

/**
 * Checks the answer of an authenticator that was asked to make a passkey.
 * @throws Refused 403 not a valid answer, 409 when the challenge has ended or was spent.
 */
export async function confirmPasskey(
  db: Db,
  { user, sessionHash, answer, challengeId, label, now }: PasskeyAnswer,
): Promise<ProvenFactor> {
  const binding = {
    workspaceId: user.workspaceId,
    purpose: "passkey_enrolment",
    userId: user.id,
    sessionHash,
  } as const;
  const challenge = await takeChallenge(db, { ...binding, challengeId, now });
  const made = await readNewPasskey(answer, challenge);
  if (!made) throw wrongProof();
  const name = label ?? authenticatorModel(made.credential.aaguid) ?? factorLabels[made.kind];
  return { ...made, label: name, totp: null, totpChallengeId: null };
}

/**
 * Stores a proven factor, inside a write.
 * @throws Refused 409 when it was stored before, or the credential belongs to somebody already.
 */
export async function storeFactor(
  tx: Db,
  { audit }: Journal,
  user: User,
  factor: ProvenFactor,
  now: Instant,
): Promise<void> {
  const { totpChallengeId, ...proven } = factor;
  if (totpChallengeId !== null && !(await spendChallenge(tx, offerOf(user, totpChallengeId, now)))) throw tooLate();
  const id = newId("fac");
  const row = { ...proven, workspaceId: user.workspaceId, id, userId: user.id, createdAt: now, lastUsedAt: null };
  try {
    await insertFactor(tx, row);
  } catch (fault) {
    if (isDuplicate(fault)) throw new Refused(409, "known_credential", "This passkey is registered already.");
    throw fault;
  }
  audit("ACCOUNT_MFA_DEVICE_ENROLLED", { kind: "user", id: user.id }, { kind: factor.kind, label: factor.label });
}
