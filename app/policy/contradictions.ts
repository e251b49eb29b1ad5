import { acceptedBy, permittedBy } from "#app/engine/factor-sets.ts";
import { type KindSet, noKinds } from "#app/engine/kind-set.ts";
import type { RuleTarget } from "#app/engine/types.ts";
import type { PolicyContent } from "./policy-content.ts";
import { factorSetTexts, type Names, switchTexts, targetText } from "./policy-texts.ts";

/** Something in a policy that limits which factors count; without a target it is about everybody. */
export type Limit = { name: string; target: RuleTarget | null; accepted: KindSet };

/** Two settings that cannot both be meant. */
export type Contradiction = { one: string; other: string; message: string };

/** One sign-in has one person and one application, and any number of groups and roles. */
function canMeet(a: RuleTarget | null, b: RuleTarget | null): boolean {
  if (a === null || b === null || a.kind !== b.kind) return true;
  return a.kind === "group" || a.kind === "role" || a.id === b.id;
}

/**
 * Finds two limits that can be about the same sign-in and leave no factor that counts. The four factor sets all accept
 * passkeys, so this speaks up only where a set is added that does not.
 */
export function emptyIntersections(limits: readonly Limit[]): Contradiction[] {
  return limits.flatMap((one, index) =>
    limits
      .slice(index + 1)
      .filter((other) => canMeet(one.target, other.target) && (one.accepted & other.accepted) === noKinds)
      .map((other) => ({
        one: one.name,
        other: other.name,
        message: `No factor satisfies both ${one.name} and ${other.name}.`,
      })),
  );
}

function limitsOf(content: PolicyContent, names: Names): Limit[] {
  const limitOf = (label: string) => (entry: PolicyContent["floors"][number]) => ({
    name: `${label} for ${targetText(entry.target, names)}`,
    target: entry.target,
    accepted: acceptedBy(entry.factorSet ?? "any"),
  });
  return [
    { name: "the recovery code switches", target: null, accepted: permittedBy(content) },
    { name: "the workspace default", target: null, accepted: acceptedBy(content.factorSet) },
    ...content.rules.map(limitOf("the rule")),
    ...content.floors.map(limitOf("the floor")),
  ];
}

/** Returns every two settings of a policy that leave nothing that counts, or of which one undoes the other. */
export function contradictionsIn(content: PolicyContent, names: Names = {}): Contradiction[] {
  const { codesCountAsEnrollment, recoveryCodesAllowed, factorSet } = content;
  const switches: Contradiction[] = [];
  const one = `“${switchTexts.codesCountAsEnrollment.label}”`;
  if (codesCountAsEnrollment && !recoveryCodesAllowed) {
    const other = `“${switchTexts.recoveryCodesAllowed.label}”`;
    switches.push({ one, other, message: `${one} is on while ${other} is off.` });
  }
  if (codesCountAsEnrollment && factorSet !== "any") {
    const other = `“${factorSetTexts[factorSet].label}”`;
    switches.push({ one, other, message: `${one} is on, and ${other} never takes codes as the only factor.` });
  }
  return [...switches, ...emptyIntersections(limitsOf(content, names))];
}
