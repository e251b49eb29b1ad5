import {
  type ChallengeFrequency,
  challengeFrequencies,
  type Dial,
  dials,
  type Policy,
  type RuleTarget,
  type SignIn,
  type Subject,
} from "#app/engine/types.ts";
import { both, type Way, waysOf, waysPermitted } from "./factors.ts";

export type NaiveRequirement = {
  dial: Dial;
  ways: readonly Way[];
  frequency: ChallengeFrequency;
  floor: { dial: Dial; ways: readonly Way[] };
};

const strictest = <T>(order: readonly T[], values: readonly T[]) =>
  values.reduce((a, b) => (order.indexOf(a) > order.indexOf(b) ? a : b));

/** Steps 2 and 3: the default, every rule that matches, and the floors; the strictest dial, the intersection of sets. */
export function requirementFor(subject: Subject, signIn: SignIn, policy: Policy): NaiveRequirement {
  const rules = policy.rules.filter(({ target }) => isAbout(target, subject, signIn));
  const floors = policy.floors.filter(({ target }) => isAbout(target, subject, signIn));
  const permitted = waysPermitted(policy);
  const narrow = (sets: readonly { factorSet?: Policy["factorSet"] | undefined }[], ways: readonly Way[]) =>
    sets.reduce((left, { factorSet }) => (factorSet === undefined ? left : both(left, waysOf(factorSet))), ways);
  return {
    dial: strictest(dials, [policy.dial, ...rules.map(({ dial }) => dial), ...floors.map(({ dial }) => dial)]),
    ways: narrow([policy, ...rules, ...floors], permitted),
    frequency: strictest(challengeFrequencies, [
      policy.challengeFrequency,
      ...rules.map(({ challengeFrequency }) => challengeFrequency).filter((each) => each !== undefined),
    ]),
    floor: { dial: strictest(dials, ["off", ...floors.map(({ dial }) => dial)]), ways: narrow(floors, permitted) },
  };
}

function isAbout({ kind, id }: RuleTarget, { id: subjectId, groups, roles }: Subject, { applicationId }: SignIn) {
  const ids = { role: roles, group: groups, user: [subjectId], application: [applicationId] };
  return ids[kind].includes(id);
}
