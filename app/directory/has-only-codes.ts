import type { FactorKind } from "#app/engine/types.ts";

/** Whether recovery codes are all that somebody has to sign in with: once they are used up, something else has to follow. */
export function hasOnlyCodes(factors: readonly { kind: FactorKind }[]): boolean {
  return factors.length > 0 && factors.every(({ kind }) => kind === "recovery_code");
}
