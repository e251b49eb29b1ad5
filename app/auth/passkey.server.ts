import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { advanceCounter, type Credential, type Factor } from "#db/factors.ts";
import type { NewPasskey, PasskeySignature } from "./passkey-response.ts";

type Expected = { challenge: string; publicUrl: URL };

/**
 * Checks a passkey's signature (WebAuthn, 7.2: challenge, origin, relying party, user verified, signature, counter) and
 * moves its counter on. Returns the completed method, or null for anything that is not as it should be.
 */
export async function provePasskey(
  db: Db,
  {
    factor,
    signature,
    challenge,
    publicUrl,
    now,
  }: Expected & { factor: Factor; signature: PasskeySignature; now: Instant },
): Promise<CompletedMethod | null> {
  if (!factor.credential || (factor.kind !== "passkey" && factor.kind !== "security_key")) return null;
  const { userHandle } = signature.response;
  // The authenticator names the account it signs for; it has to be the one that the credential was made for.
  if (userHandle !== undefined && Buffer.from(userHandle, "base64url").toString("utf8") !== factor.userId) return null;
  const counter = await checkSignature(factor.credential, signature, { challenge, publicUrl });
  if (counter === null) return null;
  if (!(await advanceCounter(db, { workspaceId: factor.workspaceId, id: factor.id, counter, now }))) return null;
  return { method: factor.kind, completedAt: now, userVerified: true };
}

async function checkSignature(
  { credentialId, publicKey, counter }: Credential,
  { id, rawId, type, response }: PasskeySignature,
  { challenge, publicUrl }: Expected,
): Promise<number | null> {
  const { userHandle, ...signed } = response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        response: { ...signed, ...(userHandle && { userHandle }) },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: publicUrl.origin,
      expectedRPID: publicUrl.hostname,
      requireUserVerification: true,
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")), counter },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library throws a plain Error for every check that fails; to the person they are all the same.
    return null;
  }
}

/**
 * Checks the answer of an authenticator that made a passkey (WebAuthn, 7.1). Returns what to store of it, or null.
 * One that may be copied to other devices is a `passkey`, one that cannot leave its device a `security_key`.
 */
export async function readNewPasskey(
  { id, rawId, type, response: { transports, ...response } }: NewPasskey,
  { challenge, publicUrl }: Expected,
): Promise<{ kind: "passkey" | "security_key"; credential: Credential } | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: publicUrl.origin,
      expectedRPID: publicUrl.hostname,
      requireUserVerification: true,
    });
    if (!verified) return null;
    const { credential, aaguid, credentialDeviceType } = registrationInfo;
    return {
      kind: credentialDeviceType === "multiDevice" ? "passkey" : "security_key",
      credential: {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: transports ?? [],
        aaguid,
      },
    };
  } catch {
    // As above: every failed check is a plain Error.
    return null;
  }
}
