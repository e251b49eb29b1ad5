import { matchingExemptions } from "./exemptions.ts";
import { acceptableKinds } from "./factor-sets.ts";
import { type Grace, graceOf } from "./grace.ts";
import { noKinds } from "./kind-set.ts";
import { asksMfa, floorOf, type Level, type Requirement, raise, requirementOf } from "./requirement.ts";
import { type Standing, standingOf } from "./standing.ts";
import type { Exemption, Policy, SignIn, Subject } from "./types.ts";

/** Everything that a decision about a known subject rests on. */
export type Facts = {
  signIn: SignIn;
  policy: Policy;
  subject: Subject;
  standing: Standing;
  requirement: Requirement;
  floor: Level;
  /** The requirement after floors, before exemptions. */
  asked: Level;
  /** Whether MFA is asked of this subject. */
  asksMfa: boolean;
  /** Whether the floors alone ask it; then no exemption and no grace stands in for it. */
  floorAsksMfa: boolean;
  /** Live and matching, the narrowest first. */
  exemptions: readonly Exemption[];
  /** Whether this is a user who is asked, could enrol what is accepted, and has nothing of it yet. */
  lacksFactor: boolean;
  /** Null where the policy gives none, or where no factor is lacking. */
  grace: Grace | null;
};

/** Gathers the facts; decides nothing. */
export function factsOf(signIn: SignIn, subject: Subject, policy: Policy, exemptions: readonly Exemption[]): Facts {
  const { applicationId, now } = signIn;
  const standing = standingOf(signIn, subject);
  const requirement = requirementOf(policy, subject, applicationId);
  const floor = floorOf(policy, subject, applicationId);
  const asked = raise(requirement, floor);
  const isAsked = asksMfa(asked.dial, standing.active);
  const usable = acceptableKinds(asked.accepted, standing.active) & standing.active;
  const lacksFactor = isAsked && usable === noKinds && asked.accepted !== noKinds && subject.kind === "user";
  return {
    signIn,
    policy,
    subject,
    standing,
    requirement,
    floor,
    asked,
    asksMfa: isAsked,
    floorAsksMfa: asksMfa(floor.dial, standing.active),
    exemptions: matchingExemptions(exemptions, signIn),
    lacksFactor,
    grace: lacksFactor ? graceOf(policy, subject, now) : null,
  };
}
