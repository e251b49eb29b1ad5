import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Credential } from "#db/factors.ts";
import type { PasskeyChallenge } from "./passkey-challenge.server.ts";
import type { NewPasskey, PasskeySignature } from "./passkey-response.ts";

/**
 * EdDSA, ES256 and RS256, by their COSE numbers: what authenticators have. Named here, since the library would prefer
 * post-quantum keys wherever the runtime's experimental support for them answers.
 */
export const keyAlgorithms = [-8, -7, -257];

export type ReadSignature = {
  counter: number;
  /** Whether there may be a copy of the key: it has signed with this count before. */
  isCopied: boolean;
  backedUp: boolean;
  /** Whose account the authenticator says it is. */
  userId: string | null;
};

/**
 * Checks a passkey's signature (WebAuthn, 7.2: challenge, origin, relying party, user verified, signature, backup
 * eligibility, counter). Returns what to do about it, or null.
 */
export async function readSignature(
  { credentialId, publicKey, counter, backupEligible }: Credential,
  { id, rawId, type, response }: PasskeySignature,
  { challenge, origin, rpId }: PasskeyChallenge,
): Promise<ReadSignature | null> {
  const { userHandle, ...signed } = response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response: signed, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      // The counter is compared below: the library would refuse a copied key with the same fault as any other mistake.
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")), counter: 0 },
    });
    const { newCounter, credentialDeviceType, credentialBackedUp } = authenticationInfo;
    if (!verified || (credentialDeviceType === "multiDevice") !== backupEligible) return null;
    return {
      counter: newCounter,
      isCopied: (newCounter > 0 || counter > 0) && newCounter <= counter,
      backedUp: credentialBackedUp,
      userId: userHandle ? Buffer.from(userHandle, "base64url").toString("utf8") : null,
    };
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
  { challenge, origin, rpId }: PasskeyChallenge,
): Promise<{ kind: "passkey" | "security_key"; credential: Credential } | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: keyAlgorithms,
    });
    if (!verified) return null;
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
    const backupEligible = credentialDeviceType === "multiDevice";
    return {
      kind: backupEligible ? "passkey" : "security_key",
      credential: {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: transports ?? [],
        aaguid,
        backupEligible,
        backedUp: credentialBackedUp,
      },
    };
  } catch {
    // As above: every failed check is a plain Error.
    return null;
  }
}
