import {
  type CompletedMethod,
  type FactorKind,
  type FactorSet,
  factorKinds,
  type Policy,
  type SignIn,
  type Subject,
} from "#app/engine/types.ts";
import { hasCome } from "./time.ts";

/** A way to satisfy: a kind of factor; recovery codes are either the backup of another factor or stand alone. */
export type Way = FactorKind | "codes_alone";

const allWays: readonly Way[] = [...factorKinds, "codes_alone"];
const primaries: readonly FactorKind[] = ["passkey", "security_key", "totp"];

export const both = <T>(a: readonly T[], b: readonly T[]) => a.filter((each) => b.includes(each));

/** Ruling: the four factor sets. */
export function waysOf(set: FactorSet): readonly Way[] {
  if (set === "any") return allWays;
  if (set === "phishing_resistant") return ["passkey", "security_key"];
  return set === "no_recovery_codes" ? primaries : [...primaries, "recovery_code"];
}

/** Ruling: codes as the only factor are off by default, and codes may be off altogether. */
export function waysPermitted({ recoveryCodesAllowed, codesCountAsEnrollment }: Policy): readonly Way[] {
  if (!recoveryCodesAllowed) return primaries;
  return codesCountAsEnrollment ? allWays : factorKinds;
}

/** Returns the kinds that satisfy these ways for somebody who has these factors. */
export function satisfying(ways: readonly Way[], has: readonly FactorKind[]): FactorKind[] {
  const kinds = both(primaries, ways as readonly FactorKind[]); // cast: compared as texts
  const codesCount = ways.includes("codes_alone") || (ways.includes("recovery_code") && both(kinds, has).length > 0);
  return codesCount ? [...kinds, "recovery_code"] : kinds;
}

/** Returns what somebody has: codes that are used up are no factor, and what a provider has just vouched for is one. */
export function activeKinds({ completed, now }: SignIn, { factors }: Subject): FactorKind[] {
  const left = factors.filter(({ kind, remaining }) => kind !== "recovery_code" || remaining === null || remaining > 0);
  const vouched = vouchedIn(completed.filter(({ completedAt }) => hasCome(completedAt, now)));
  return factorKinds.filter((kind) => left.some((factor) => factor.kind === kind) || vouched.includes(kind));
}

/** A provider keeps keys and apps, for a session that began at it; recovery codes are ours alone. */
function vouchedIn(completed: readonly CompletedMethod[]): FactorKind[] {
  if (!completed.some(({ method }) => method === "federated")) return [];
  return primaries.filter((kind) => completed.some(({ method, isVouched }) => method === kind && isVouched === true));
}

export function hasSpentCodes({ factors }: Subject): boolean {
  return factors.some(({ kind, remaining }) => kind === "recovery_code" && remaining !== null && remaining <= 0);
}

/** Words: assurance is derived from what the session completed with factors that the subject holds. */
export function sessionOf({ completed, now }: SignIn, { factors }: Subject): { aal: 0 | 1 | 2; shown: FactorKind[] } {
  const past = completed.filter(({ completedAt }) => hasCome(completedAt, now));
  const vouched = vouchedIn(past);
  const counted = past.filter(({ method }) => {
    const isKnowledge = method === "password" || method === "federated";
    return isKnowledge || factors.some(({ kind }) => kind === method) || vouched.some((kind) => kind === method);
  });
  const hasFirst = counted.some(({ method }) => method === "password" || method === "federated");
  const touched = counted.filter(({ method }) => method === "passkey" || method === "security_key");
  const shown = factorKinds.filter((kind) => {
    const isWhole = touched.some(({ method, userVerified }) => method === kind && userVerified);
    return isWhole || (hasFirst && counted.some(({ method }) => method === kind));
  });
  if (shown.length > 0) return { aal: 2, shown };
  return { aal: hasFirst || touched.length > 0 ? 1 : 0, shown };
}
