import { acceptableKinds, acceptanceOf, interimKinds } from "./factor-sets.ts";
import type { Facts } from "./facts.ts";
import { type KindSet, noKinds } from "./kind-set.ts";
import type { Exemption } from "./types.ts";

/** Returns what would satisfy the requirement, widened by one exemption if it adds factors, but never below a floor. */
export function acceptableWith(exemption: Exemption | null, { asked, floor, standing }: Facts): KindSet {
  const isWidening = exemption !== null && exemption.effect === "allow_factors";
  const added = isWidening ? acceptanceOf(exemption.factors) & floor.accepted : noKinds;
  return acceptableKinds(asked.accepted | added, standing.active);
}

/**
 * Returns what would satisfy the requirement with any one of the exemptions. Each is judged by itself, so that two never
 * let in together what neither would alone.
 */
export function acceptableWithAny(facts: Facts): KindSet {
  return facts.exemptions.reduce((kinds, each) => kinds | acceptableWith(each, facts), acceptableWith(null, facts));
}

/**
 * Whether the session has shown an acceptable factor. A recovery code that was the last of its batch still counts for
 * the sign-in that spent it, as the backup of a factor that is left; whoever has nothing left enrols.
 */
export function isSatisfied(acceptable: KindSet, { active, shown }: Facts["standing"]): boolean {
  return (acceptable & shown) !== noKinds && (acceptable & active) !== noKinds;
}

/** Returns the factors that the subject has, though not acceptable ones, and uses until they have enrolled. */
export function interimOf({ lacksFactor, policy, standing }: Facts): KindSet {
  return lacksFactor ? interimKinds(standing.active & policy.permitted) : noKinds;
}
