import { sparesSignIn } from "./challenge-frequency.ts";
import { isSpent, matchingExemptions } from "./exemptions.ts";
import { acceptableKinds } from "./factor-sets.ts";
import { type Grace, graceOf } from "./grace.ts";
import { noKinds } from "./kind-set.ts";
import { type IndexedRule, indexOf, matching, type PolicyIndex } from "./policy-index.ts";
import { asksMfa, floorOf, type Level, type Requirement, raise, requirementOf } from "./requirement.ts";
import { type Standing, standingOf } from "./standing.ts";
import type { Exemption, Policy, SignIn, Subject } from "./types.ts";

/** Everything that a decision about a known subject rests on. */
export type Facts = {
  signIn: SignIn;
  policy: PolicyIndex;
  subject: Subject;
  standing: Standing;
  /** The rules and floors that match. */
  matches: readonly IndexedRule[];
  requirement: Requirement;
  floor: Level;
  /** The requirement after floors, before exemptions. */
  asked: Level;
  /** Whether MFA is asked of this subject at this sign-in. */
  asksMfa: boolean;
  /** Whether it is asked of them, only not at this sign-in: the challenge frequency spares who has a factor to show. */
  isSpared: boolean;
  /** Whether the floors alone ask it; then no exemption and no grace stands in for it. */
  floorAsksMfa: boolean;
  /** Live, matching and with uses left, the narrowest first. */
  exemptions: readonly Exemption[];
  /** Those that would match as well, had they not let in as many as they may. */
  spent: readonly Exemption[];
  /** Whether this is a user who is asked, could enrol what is accepted, and has nothing of it yet. */
  lacksFactor: boolean;
  /** Null where the policy gives none, or where no factor is lacking. */
  grace: Grace | null;
};

/** Gathers the facts; decides nothing. */
export function factsOf(signIn: SignIn, subject: Subject, policy: Policy, exemptions: readonly Exemption[]): Facts {
  const { applicationId, now } = signIn;
  const standing = standingOf(signIn, subject);
  const index = indexOf(policy);
  const matches = matching(index, subject, applicationId);
  const requirement = requirementOf(index, matches);
  const floor = floorOf(index, matches);
  const asked = raise(requirement, floor);
  const isAsked = asksMfa(asked.dial, standing.active);
  const floorAsksMfa = asksMfa(floor.dial, standing.active);
  const hasUsable = (acceptableKinds(asked.accepted, standing.active) & standing.active) !== noKinds;
  const isUser = subject.kind === "user";
  const found = matchingExemptions(exemptions, signIn);
  const spent = found.length === 0 ? found : found.filter(isSpent);
  const lacksFactor = isAsked && !hasUsable && asked.accepted !== noKinds && isUser;
  const isSpared =
    isAsked && hasUsable && isUser && !floorAsksMfa && sparesSignIn(requirement.challengeFrequency, signIn.client);
  return {
    signIn,
    policy: index,
    subject,
    standing,
    matches,
    requirement,
    floor,
    asked,
    asksMfa: isAsked && !isSpared,
    isSpared,
    floorAsksMfa,
    exemptions: spent.length === 0 ? found : found.filter((exemption) => !isSpent(exemption)),
    spent,
    lacksFactor,
    grace: lacksFactor ? graceOf(policy, subject, now) : null,
  };
}
