import { generateAuthenticationOptions, generateRegistrationOptions } from "@simplewebauthn/server";
import type { Instant } from "#app/engine/types.ts";
import { issueChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import { type Credential, listFactors } from "#db/factors.ts";
import type { User } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { keyAlgorithms } from "./passkey.server.ts";

/** How long a person may take to touch their key. */
const challengeMs = 5 * 60_000;

type Asking = { publicUrl: URL; now: Instant };

/** What the browser is asked, and the id under which the challenge is remembered here. */
type Asked = { options: { challenge: string }; challengeId: string; expiresAt: Instant };

/** Asks for a passkey of anybody: the authenticator says whose it is (discoverable credential). */
export async function askForSignIn(db: Db, workspaceId: string, { publicUrl, now }: Asking): Promise<Asked> {
  const options = await generateAuthenticationOptions({
    rpID: publicUrl.hostname,
    userVerification: "required",
    timeout: challengeMs,
  });
  return remember(db, { workspaceId, purpose: "passkey_sign_in", userId: null, options, now });
}

/** Asks for a passkey of one person who is signed in already. */
export async function askForStepUp(db: Db, user: User, { publicUrl, now }: Asking): Promise<Asked> {
  const options = await generateAuthenticationOptions({
    rpID: publicUrl.hostname,
    userVerification: "required",
    timeout: challengeMs,
    allowCredentials: (await credentialsOf(db, user)).map(known),
  });
  return remember(db, { workspaceId: user.workspaceId, purpose: "passkey_step_up", userId: user.id, options, now });
}

/** Asks a person's authenticator to make a passkey. */
export async function askForNewPasskey(
  db: Db,
  { workspace, user, publicUrl, now }: Asking & { workspace: Workspace; user: User },
): Promise<Asked> {
  const options = await generateRegistrationOptions({
    rpName: `MFA register, ${workspace.name}`,
    rpID: publicUrl.hostname,
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
  return remember(db, { workspaceId: workspace.id, purpose: "passkey_enrolment", userId: user.id, options, now });
}

async function credentialsOf(db: Db, user: User): Promise<Credential[]> {
  const factors = await listFactors(db, user.workspaceId, user.id);
  return factors.map(({ credential }) => credential).filter((credential) => credential !== null);
}

function known({ credentialId, transports }: Credential) {
  return { id: credentialId, transports };
}

type Remembering = Omit<Parameters<typeof issueChallenge>[1], "challenge" | "expiresAt"> & Pick<Asked, "options">;

async function remember(db: Db, { options, now, ...binding }: Remembering): Promise<Asked> {
  const expiresAt = new Date(Date.parse(now) + challengeMs).toISOString();
  const challengeId = await issueChallenge(db, { ...binding, challenge: options.challenge, expiresAt, now });
  return { options, challengeId, expiresAt };
}
