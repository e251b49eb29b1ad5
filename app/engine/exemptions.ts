import { isLive } from "./live.ts";
import { compareNarrowness, scopeMatches } from "./scope.ts";
import type { Exemption, SignIn } from "./types.ts";

function narrowestFirst(a: Exemption, b: Exemption): number {
  return compareNarrowness(a.scope, b.scope) || (a.id < b.id ? -1 : 1);
}

/** Whether it has let in as many as it may. One that is limited and does not say what is left has nothing left. */
export function isSpent({ scope: { maxUses }, usesLeft }: Pick<Exemption, "scope" | "usesLeft">): boolean {
  return maxUses !== null && !(usesLeft !== null && usesLeft > 0);
}

/** Returns the exemptions that bear on a sign-in, live and with a scope that matches, the narrowest first; spent ones too. */
export function matchingExemptions(exemptions: readonly Exemption[], signIn: SignIn): readonly Exemption[] {
  const matching = exemptions.filter(
    (exemption) => scopeMatches(exemption.scope, signIn) && isLive(exemption, signIn.now),
  );
  return matching.length < 2 ? matching : matching.sort(narrowestFirst);
}
