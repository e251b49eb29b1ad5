import type { Because, Client, CompletedMethod, Decision, Exemption, SignIn, Subject } from "#app/engine/types.ts";
import type { StepUp } from "./evaluation-request.ts";

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

/** An exemption as it was read, with the version of its record. */
export type ReadExemption = Exemption & { version: number };

/** Names an exemption as a decision read it; where its uses are counted, with how many were left. */
export type ExemptionRef = readonly [id: string, version: number, usesLeft?: number];

type Decided = {
  requestId: string | null;
  /** Null where the register asks about a sign-in of its own. */
  tokenId: string | null;
  policyVersion: number;
  /** The subject as the caller named it; written down only where nobody is known by it, since names go with people. */
  askedFor: string;
  signIn: SignIn;
  stepUp?: StepUp | undefined;
  exemptions: readonly ReadExemption[];
  decision: Decision;
};

/**
 * Writes down a decision with all that it rested on: later it can be explained, and made again to the same result. The
 * longer this text, the longer every decision takes to be on the disk; so nothing is said twice, what is null or empty is
 * left out, and policy and exceptions are named by the version that was read.
 */
export function recordOf(decided: Decided): DecisionRecord {
  const { requestId, tokenId, policyVersion, askedFor, exemptions, signIn, stepUp, decision } = decided;
  const { subject, applicationId, completed, client, now } = signIn;
  const { outcome, reason, exception, grace, because, requiredAal, achievedAal } = decision;
  const body = {
    requestId: requestId ?? undefined,
    tokenId: tokenId ?? undefined,
    policy: policyVersion,
    // The record of a sign-in says nothing of its action.
    action: stepUp && "step_up",
    maxAge: stepUp?.maxAgeSeconds,
    subject: subject === null ? undefined : subjectFacts(subject),
    completed: completed.map(completedFacts),
    client: clientFacts(client),
    candidates: exemptions.length === 0 ? undefined : exemptions.map(refOf),
    aal: [requiredAal, achievedAal],
    grace: grace?.endsAt,
    won: because.filter(({ won }) => won).map(nameOf),
    lost: listOrNothing(because.filter(({ hit, won }) => hit && !won).map(nameOf)),
  };
  return {
    at: now,
    subjectId: subject?.id ?? askedFor,
    applicationId,
    outcome,
    reason,
    exceptionId: exception?.id ?? null,
    body: JSON.stringify(body),
  };
}

function clientFacts({ ip, device, isKnownDevice, protocol, country }: Client) {
  return { ip, device, isKnownDevice: isKnownDevice || undefined, protocol, country };
}

function subjectFacts(subject: Subject) {
  const { kind, createdAt, disabledAt, lockedUntil, firstSignInAt, factorsResetAt, groups, roles, factors } = subject;
  return {
    kind: kind === "user" ? undefined : kind,
    createdAt,
    disabledAt: disabledAt ?? undefined,
    lockedUntil: lockedUntil ?? undefined,
    firstSignInAt: firstSignInAt ?? undefined,
    factorsResetAt: factorsResetAt ?? undefined,
    groups: listOrNothing(groups),
    roles: listOrNothing(roles),
    factors: listOrNothing(factors),
  };
}

/** Where uses are counted, what was left of them belongs to what the decision rested on. */
function refOf({ id, version, usesLeft }: ReadExemption): ExemptionRef {
  return usesLeft === null ? [id, version] : [id, version, usesLeft];
}

function completedFacts({ method, completedAt, userVerified, isVouched }: CompletedMethod) {
  return { method, completedAt, userVerified: userVerified || undefined, isVouched: isVouched || undefined };
}

function nameOf({ step, rule }: Because): string {
  return `${step} ${rule}`;
}

function listOrNothing<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
