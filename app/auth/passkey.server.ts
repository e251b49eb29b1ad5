import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Credential } from "#db/factors.ts";
import type { NewPasskey, PasskeySignature } from "./passkey-response.ts";

/**
 * EdDSA, ES256 and RS256, by their COSE numbers: what authenticators have. Named here, since the library would prefer
 * post-quantum keys wherever the runtime's experimental support for them answers.
 */
export const keyAlgorithms = [-8, -7, -257];

type Expected = { challenge: string; publicUrl: URL };

/**
 * Checks a passkey's signature (WebAuthn, 7.2: challenge, origin, relying party, user verified, signature, counter).
 * Returns the counter to store and whose account the authenticator says it is, or null.
 */
export async function readSignature(
  { credentialId, publicKey, counter }: Credential,
  { id, rawId, type, response }: PasskeySignature,
  { challenge, publicUrl }: Expected,
): Promise<{ counter: number; userId: string | null } | null> {
  const { userHandle, ...signed } = response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response: signed, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: publicUrl.origin,
      expectedRPID: publicUrl.hostname,
      requireUserVerification: true,
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")), counter },
    });
    const userId = userHandle ? Buffer.from(userHandle, "base64url").toString("utf8") : null;
    return verified ? { counter: authenticationInfo.newCounter, userId } : null;
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
      supportedAlgorithmIDs: keyAlgorithms,
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
