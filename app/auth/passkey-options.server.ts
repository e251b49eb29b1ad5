import { generateAuthenticationOptions, generateRegistrationOptions } from "@simplewebauthn/server";
import type { Instant } from "#app/engine/types.ts";
import { issueChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import { type Credential, listFactors } from "#db/factors.ts";
import type { User } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { keyAlgorithms } from "./passkey.server.ts";
import type { PasskeyBinding } from "./passkey-challenge.server.ts";
import type { AskedAt } from "./relying-party.ts";

/** How long a person may take to touch their key. */
const challengeMs = 5 * 60_000;

type Asking = { at: AskedAt; now: Instant };

/** What the browser is asked, and the id under which the challenge is remembered here. */
type Asked = { options: { challenge: string }; challengeId: string; expiresAt: Instant };

/** Asks for a passkey of anybody: the authenticator says whose it is (discoverable credential). */
export async function askForSignIn(db: Db, workspaceId: string, { at, now }: Asking): Promise<Asked> {
  const options = await generateAuthenticationOptions({
    rpID: at.rpId,
    userVerification: "required",
    timeout: challengeMs,
  });
  return remember(db, { workspaceId, purpose: "passkey_sign_in", userId: null, sessionHash: null, options, at, now });
}

/** Asks for a passkey of one person who is signed in already, in this very session. */
export async function askForStepUp(
  db: Db,
  { user, sessionHash, at, now }: Asking & { user: User; sessionHash: string },
): Promise<Asked> {
  const options = await generateAuthenticationOptions({
    rpID: at.rpId,
    userVerification: "required",
    timeout: challengeMs,
    allowCredentials: (await credentialsOf(db, user)).map(known),
  });
  const binding = { workspaceId: user.workspaceId, userId: user.id, sessionHash };
  return remember(db, { ...binding, purpose: "passkey_step_up", options, at, now });
}

/** Asks a person's authenticator to make a passkey; `sessionHash` is null for whoever has a one-time link instead. */
export async function askForNewPasskey(
  db: Db,
  { workspace, user, sessionHash, at, now }: Asking & { workspace: Workspace; user: User; sessionHash: string | null },
): Promise<Asked> {
  const options = await generateRegistrationOptions({
    rpName: `MFA register, ${workspace.name}`,
    rpID: at.rpId,
    userName: user.userName,
    userDisplayName: user.displayName,
    // Random and no address, as WebAuthn asks of a user handle; it comes back with each signature.
    userID: new TextEncoder().encode(user.id),
    timeout: challengeMs,
    attestationType: "none",
    supportedAlgorithmIDs: keyAlgorithms,
    excludeCredentials: (await credentialsOf(db, user)).map(known),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const binding = { workspaceId: workspace.id, userId: user.id, sessionHash };
  return remember(db, { ...binding, purpose: "passkey_enrolment", options, at, now });
}

async function credentialsOf(db: Db, user: User): Promise<Credential[]> {
  const factors = await listFactors(db, user.workspaceId, user.id);
  return factors.map(({ credential }) => credential).filter((credential) => credential !== null);
}

function known({ credentialId, transports }: Credential) {
  return { id: credentialId, transports };
}

async function remember(
  db: Db,
  { options, at, now, ...binding }: PasskeyBinding & Asking & Pick<Asked, "options">,
): Promise<Asked> {
  const expiresAt = new Date(Date.parse(now) + challengeMs).toISOString();
  const challengeId = await issueChallenge(db, { ...binding, ...at, challenge: options.challenge, expiresAt, now });
  return { options, challengeId, expiresAt };
}
