import { acceptedBy, permittedBy } from "#app/engine/factor-sets.ts";
import type { KindSet } from "#app/engine/kind-set.ts";
import { challengeFrequencies, dials, type RuleTarget } from "#app/engine/types.ts";
import type { PolicyContent } from "./policy-content.ts";

/**
 * How much is asked, part by part. The engine joins what the default, the rules and the floors ask part by part as
 * well, so a policy is at least as strict as another where each of its targets is.
 */
export type Strength = {
  /** With rules and floors. */
  dial: number;
  accepted: KindSet;
  frequency: number;
  /** What no exemption lowers. */
  floorDial: number;
  floorAccepted: KindSet;
};

/** Asks nothing, so that joining it changes nothing. */
export const nothingAsked: Strength = {
  dial: 0,
  accepted: acceptedBy("any"),
  frequency: 0,
  floorDial: 0,
  floorAccepted: acceptedBy("any"),
};

type Rule = PolicyContent["rules"][number];
type Floor = PolicyContent["floors"][number];

export function strengthOfRule({ dial, factorSet = "any", challengeFrequency = "sensitive_action" }: Rule): Strength {
  return {
    ...nothingAsked,
    dial: dials.indexOf(dial),
    accepted: acceptedBy(factorSet),
    frequency: challengeFrequencies.indexOf(challengeFrequency),
  };
}

export function strengthOfFloor({ dial, factorSet = "any" }: Floor): Strength {
  const [level, accepted] = [dials.indexOf(dial), acceptedBy(factorSet)];
  return { ...nothingAsked, dial: level, accepted, floorDial: level, floorAccepted: accepted };
}

function strengthOfDefault(content: PolicyContent): Strength {
  const permitted = permittedBy(content);
  return {
    ...nothingAsked,
    dial: dials.indexOf(content.dial),
    accepted: permitted & acceptedBy(content.factorSet),
    frequency: challengeFrequencies.indexOf(content.challengeFrequency),
    floorAccepted: permitted,
  };
}

function join(a: Strength, b: Strength): Strength {
  return {
    dial: Math.max(a.dial, b.dial),
    accepted: a.accepted & b.accepted,
    frequency: Math.max(a.frequency, b.frequency),
    floorDial: Math.max(a.floorDial, b.floorDial),
    floorAccepted: a.floorAccepted & b.floorAccepted,
  };
}

export const isSameTarget = (a: RuleTarget, b: RuleTarget) => a.kind === b.kind && a.id === b.id;

/** Returns what the default and everything about one target ask together. */
export function strengthAt(content: PolicyContent, target: RuleTarget): Strength {
  return [
    ...content.rules.filter((rule) => isSameTarget(rule.target, target)).map(strengthOfRule),
    ...content.floors.filter((floor) => isSameTarget(floor.target, target)).map(strengthOfFloor),
  ].reduce(join, strengthOfDefault(content));
}

/** Whether the first asks for everything that the second asks for. */
export function isAtLeast(a: Strength, b: Strength): boolean {
  const isWithin = (inner: KindSet, outer: KindSet) => (inner & ~outer) === 0;
  return (
    a.dial >= b.dial &&
    a.frequency >= b.frequency &&
    a.floorDial >= b.floorDial &&
    isWithin(a.accepted, b.accepted) &&
    isWithin(a.floorAccepted, b.floorAccepted)
  );
}
