import { type FactorKind, factorKinds } from "./types.ts";

/** A set of factor kinds as bits: set arithmetic on the decision path then allocates nothing. */
export type KindSet = number;

export const noKinds: KindSet = 0;

/** Returns the set of this one kind. The bits follow the order of `factorKinds`. */
export function setOf(kind: FactorKind): KindSet {
  switch (kind) {
    case "passkey":
      return 1;
    case "security_key":
      return 2;
    case "totp":
      return 4;
    case "recovery_code":
      return 8;
    default:
      // A kind that this version does not know must not stand for one that it does.
      kind satisfies never;
      return noKinds;
  }
}

/** Everything but recovery codes. */
export const primaryKinds: KindSet = setOf("passkey") | setOf("security_key") | setOf("totp");
const allKinds: KindSet = primaryKinds | setOf("recovery_code");

const lists: readonly (readonly FactorKind[])[] = Array.from({ length: allKinds + 1 }, (_, set) =>
  Object.freeze(factorKinds.filter((kind) => (set & setOf(kind)) !== 0)),
);

/** Returns the kinds of a set in the order of `factorKinds`. The list is shared and frozen. */
export function listOf(set: KindSet): readonly FactorKind[] {
  return lists[set & allKinds] ?? [];
}
