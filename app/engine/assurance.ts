import { type KindSet, noKinds, setOf } from "./kind-set.ts";
import type { Aal, CompletedMethod, MethodName } from "./types.ts";

/** Something known, or another provider's word for it; everything else is something held. */
function isFirstFactor(method: MethodName): method is "password" | "federated" {
  return method === "password" || method === "federated";
}

/** A WebAuthn authenticator. */
function isAuthenticator(method: MethodName): boolean {
  return method === "passkey" || method === "security_key";
}

/** The level of a session, and the factor kinds through which it reached AAL2; none when it did not. */
type Assurance = { aal: Aal; kinds: KindSet };

/**
 * Derives the assurance of a session from what it completed. An authenticator that verified its user is two factors at
 * once; without user verification it is a single one (NIST SP 800-63B-4, appendix B), and like a one-time code it needs a
 * password or a federated sign-in beside it. A one-time or recovery code alone is nothing: it says that somebody holds a
 * code, not whose sign-in this is.
 */
export function assuranceOf(completed: readonly CompletedMethod[]): Assurance {
  let alone = noKinds;
  let besideFirst = noKinds;
  let hasFirst = false;
  let hasTouched = false;
  for (const { method, userVerified } of completed) {
    if (isFirstFactor(method)) {
      hasFirst = true;
      continue;
    }
    const isTouched = isAuthenticator(method);
    if (isTouched) hasTouched = true;
    if (userVerified && isTouched) alone |= setOf(method);
    else besideFirst |= setOf(method);
  }
  const kinds = hasFirst ? alone | besideFirst : alone;
  if (kinds !== noKinds) return { aal: 2, kinds };
  return { aal: hasFirst || hasTouched ? 1 : 0, kinds };
}

/** Returns the assurance level of a session. */
export function achievedAal(completed: readonly CompletedMethod[]): Aal {
  return assuranceOf(completed).aal;
}

/**
 * Returns the authentication method references of a session (RFC 8176), in a fixed order. Recovery codes have no
 * registered value, hence the private `x_recovery_code`; a federated sign-in adds none, since only the other provider
 * knows what was used there. A bypass (an exemption or grace) never yields `mfa`.
 */
export function amrOf(completed: readonly CompletedMethod[], isBypass: boolean): readonly string[] {
  const has = (name: MethodName) => completed.some(({ method }) => method === name);
  const touched = completed.filter(({ method }) => isAuthenticator(method));
  const amr: string[] = [];
  if (has("password")) amr.push("pwd");
  if (has("totp")) amr.push("otp");
  if (has("security_key")) amr.push("hwk");
  if (has("passkey")) amr.push("swk");
  if (touched.length > 0) amr.push("user");
  if (touched.some(({ userVerified }) => userVerified)) amr.push("pin");
  if (has("recovery_code")) amr.push("x_recovery_code");
  if (!isBypass && achievedAal(completed) === 2) amr.push("mfa");
  return amr;
}
