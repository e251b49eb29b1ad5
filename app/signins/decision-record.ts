import type { Because, Decision, Exemption, SignIn } from "#app/engine/types.ts";

/** What is written down of a decision, beside where it stands in its stream. */
export type DecisionRecord = {
  at: string;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
  /** The rest, as JSON. */
  body: string;
};

type Decided = {
  requestId: string | null;
  tokenId: string;
  policyVersion: number;
  /** The subject as the caller named it. */
  askedFor: string;
  signIn: SignIn;
  exemptions: readonly Exemption[];
  decision: Decision;
};

/** A rule that hit, in short; one that is not named did not hit. */
type Hit = [rule: string, end: "won" | "lost", asked: string];

/**
 * Writes down a decision with all that it rested on: later it can be explained, and made again to the same result. The
 * longer this text, the longer every decision takes to be on the disk; so nothing is said twice, and rules that did not
 * hit are left out, as they stand in the version of the policy.
 */
export function recordOf({ exemptions, signIn, decision, ...caller }: Decided): DecisionRecord {
  const { subject, applicationId, completed, client, now } = signIn;
  const { outcome, reason, exception, grace, because, requiredAal, achievedAal, acceptableFactors } = decision;
  const body = {
    ...caller,
    subject,
    completed,
    client,
    candidates: exemptions.map(({ id }) => id),
    requiredAal,
    achievedAal,
    acceptableFactors,
    exception: exception ?? undefined,
    grace: grace ?? undefined,
    because: because.filter(({ hit }) => hit).map(shorten),
  };
  return {
    at: now,
    subjectId: subject?.id ?? caller.askedFor,
    applicationId,
    outcome,
    reason,
    exceptionId: exception?.id ?? null,
    body: JSON.stringify(body),
  };
}

function shorten({ step, rule, asked, won }: Because): Hit {
  return [`${step} ${rule}`, won ? "won" : "lost", asked];
}
