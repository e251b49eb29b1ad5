import { acceptedBy, permittedBy } from "./factor-sets.ts";
import { type KindSet, noKinds } from "./kind-set.ts";
import type { ChallengeFrequency, Dial, Policy, RuleTarget, Subject } from "./types.ts";

/** What is asked: how firmly, and which kinds of factor are accepted. */
export type Level = { dial: Dial; accepted: KindSet };

export type Requirement = Level & {
  /** Carried for later; every sign-in is challenged until there are sessions and devices to tell apart. */
  challengeFrequency: ChallengeFrequency;
};

/** Whether a rule or floor is about this subject at this application. A missing application is nobody's. */
export function isTarget({ kind, id }: RuleTarget, subject: Subject, applicationId: string): boolean {
  switch (kind) {
    case "role":
      return subject.roles.includes(id);
    case "group":
      return subject.groups.includes(id);
    case "user":
      // Service principals too: a rule only ever raises, so the wider reading is the stricter one.
      return subject.id === id;
    case "application":
      return applicationId !== "" && applicationId === id;
    default:
      kind satisfies never;
      return false;
  }
}

function stricterDial(a: Dial, b: Dial): Dial {
  if (a === "off") return b;
  return a === "optional" && b !== "off" ? b : a;
}

function stricterFrequency(a: ChallengeFrequency, b: ChallengeFrequency): ChallengeFrequency {
  if (a === "sensitive_action") return b;
  return a === "new_device" && b !== "sensitive_action" ? b : a;
}

/** Returns the strictest of the workspace default and every rule that matches; their factor sets intersect. */
export function requirementOf(policy: Policy, subject: Subject, applicationId: string): Requirement {
  let { dial, challengeFrequency } = policy;
  let accepted = permittedBy(policy) & acceptedBy(policy.factorSet);
  for (const rule of policy.rules) {
    if (!isTarget(rule.target, subject, applicationId)) continue;
    dial = stricterDial(dial, rule.dial);
    if (rule.factorSet !== undefined) accepted &= acceptedBy(rule.factorSet);
    if (rule.challengeFrequency !== undefined) {
      challengeFrequency = stricterFrequency(challengeFrequency, rule.challengeFrequency);
    }
  }
  return { dial, accepted, challengeFrequency };
}

/** Returns the level below which nothing may go: that of all floors that match together, "off" and any factor if none. */
export function floorOf(policy: Policy, subject: Subject, applicationId: string): Level {
  let dial: Dial = "off";
  let accepted = permittedBy(policy);
  for (const floor of policy.floors) {
    if (!isTarget(floor.target, subject, applicationId)) continue;
    dial = stricterDial(dial, floor.dial);
    if (floor.factorSet !== undefined) accepted &= acceptedBy(floor.factorSet);
  }
  return { dial, accepted };
}

/** Returns a level raised to a floor. */
export function raise(level: Level, floor: Level): Level {
  return { dial: stricterDial(level.dial, floor.dial), accepted: level.accepted & floor.accepted };
}

/**
 * Whether a dial asks MFA of somebody with these active kinds. Under "optional" whoever has enrolled anything is asked,
 * also where it is not accepted: the wrong factor must not count for less than none.
 */
export function asksMfa(dial: Dial, active: KindSet): boolean {
  if (dial === "off") return false;
  return dial !== "optional" || active !== noKinds;
}
