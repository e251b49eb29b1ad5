import { stricterFrequency } from "./challenge-frequency.ts";
import { type KindSet, noKinds } from "./kind-set.ts";
import type { IndexedRule, PolicyIndex } from "./policy-index.ts";
import type { ChallengeFrequency, Dial } from "./types.ts";

/** What is asked: how firmly, and which kinds of factor are accepted. */
export type Level = { dial: Dial; accepted: KindSet };

export type Requirement = Level & { challengeFrequency: ChallengeFrequency };

function stricterDial(a: Dial, b: Dial): Dial {
  if (a === "off") return b;
  return a === "optional" && b !== "off" ? b : a;
}

/** Returns the strictest of the workspace default and the rules among the matches; their factor sets intersect. */
export function requirementOf({ workspace, permitted }: PolicyIndex, matches: readonly IndexedRule[]): Requirement {
  let { dial, challengeFrequency } = workspace;
  let accepted = permitted & workspace.accepted;
  for (const rule of matches) {
    if (rule.isFloor) continue;
    dial = stricterDial(dial, rule.dial);
    accepted &= rule.accepted;
    if (rule.challengeFrequency !== null) {
      challengeFrequency = stricterFrequency(challengeFrequency, rule.challengeFrequency);
    }
  }
  return { dial, accepted, challengeFrequency };
}

/** Returns the level below which nothing may go: that of the floors among the matches, "off" and any factor if none. */
export function floorOf({ permitted }: PolicyIndex, matches: readonly IndexedRule[]): Level {
  let dial: Dial = "off";
  let accepted = permitted;
  for (const floor of matches) {
    if (!floor.isFloor) continue;
    dial = stricterDial(dial, floor.dial);
    accepted &= floor.accepted;
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
