import { type KindSet, noKinds, primaryKinds, setOf } from "./kind-set.ts";
import type { FactorKind, FactorSet, Policy } from "./types.ts";

const codes = setOf("recovery_code");
// One bit above the kinds: recovery codes count by themselves and not only as a backup of another factor.
const codesAlone: KindSet = 16;
/** Every kind, codes by themselves included. */
export const everything: KindSet = primaryKinds | codes | codesAlone;

const accepted: Record<FactorSet, KindSet> = {
  any: everything,
  phishing_resistant: setOf("passkey") | setOf("security_key"),
  totp_or_webauthn: primaryKinds | codes,
  no_recovery_codes: primaryKinds,
};

/**
 * Returns the kinds that a factor set accepts; two sets intersect with `&`. A set that this version does not know
 * accepts nothing.
 */
export function acceptedBy(factorSet: FactorSet): KindSet {
  return accepted[factorSet] ?? noKinds;
}

/** Returns what the policy's two switches for recovery codes leave of all kinds. */
export function permittedBy(policy: Pick<Policy, "recoveryCodesAllowed" | "codesCountAsEnrollment">): KindSet {
  if (!policy.recoveryCodesAllowed) return primaryKinds;
  return policy.codesCountAsEnrollment ? everything : primaryKinds | codes;
}

/**
 * Returns the kinds that would satisfy an acceptance for somebody with these active kinds. Codes that are only a backup
 * need an accepted factor to be the backup of.
 */
export function acceptableKinds(acceptance: KindSet, active: KindSet): KindSet {
  const primary = acceptance & primaryKinds;
  const codesCount = (acceptance & codesAlone) !== 0 || (primary & active) !== 0;
  return codesCount ? primary | (acceptance & codes) : primary;
}

/** Returns the acceptance of kinds that an exemption names: a recovery code named there needs no factor beside it. */
export function acceptanceOf(kinds: readonly FactorKind[]): KindSet {
  const named = kinds.reduce((set, kind) => set | setOf(kind), noKinds);
  return (named & codes) === 0 ? named : named | codesAlone;
}

/**
 * Returns what somebody without an acceptable factor uses until they have enrolled one: the factors they have, and
 * codes only where there is nothing else. Without this, asking for a stronger factor would let a password alone in.
 */
export function interimKinds(active: KindSet): KindSet {
  return (active & primaryKinds) === 0 ? active : active & primaryKinds;
}
