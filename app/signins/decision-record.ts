import type { Decision, Exemption, SignIn } from "#app/engine/types.ts";

/** What is written down of a decision, beside where it stands in its stream. */
export type DecisionRecord = {
  at: string;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
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
  /** The text of the context that the caller was given. */
  context: string;
};

/** Writes down a decision with all that it rested on: later it can be explained, and made again to the same result. */
export function recordOf(decided: Decided): DecisionRecord {
  const { signIn, decision } = decided;
  const basis = JSON.stringify({
    requestId: decided.requestId,
    tokenId: decided.tokenId,
    policyVersion: decided.policyVersion,
    askedFor: decided.askedFor,
    signIn,
    candidates: decided.exemptions.map(({ id }) => id),
  });
  return {
    at: signIn.now,
    subjectId: signIn.subject?.id ?? decided.askedFor,
    applicationId: signIn.applicationId,
    outcome: decision.outcome,
    reason: decision.reason,
    exceptionId: decision.exception?.id ?? null,
    body: `${basis.slice(0, -1)},"answer":${decided.context}}`,
  };
}

type Stored = {
  askedFor: string;
  signIn: SignIn;
  answer: { outcome: string; reason: string; exception?: { id: string } };
};

/** Whether the columns of a stored decision still say what its body says; only the body is in the chain. */
export function agreesWithBody(record: DecisionRecord): boolean {
  const { askedFor, signIn, answer } = JSON.parse(record.body) as Stored; // cast: its hash was checked before
  return (
    record.at === signIn.now &&
    record.subjectId === (signIn.subject?.id ?? askedFor) &&
    record.applicationId === signIn.applicationId &&
    record.outcome === answer.outcome &&
    record.reason === answer.reason &&
    record.exceptionId === (answer.exception?.id ?? null)
  );
}
