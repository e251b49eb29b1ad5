import type { Because, Decision, Exemption, SignIn } from "#app/engine/types.ts";

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
};

/** A rule that hit, in short; one that is not named did not hit. */
type Hit = [rule: string, end: "won" | "lost", asked: string];

type Body = {
  requestId: string | null;
  tokenId: string;
  policyVersion: number;
  askedFor: string;
  signIn: SignIn;
  /** The live exceptions that were weighed. */
  candidates: string[];
  decision: Omit<Decision, "because"> & { because: Hit[] };
};

/**
 * Writes down a decision with all that it rested on: later it can be explained, and made again to the same result. Most
 * of what a decision costs is the writing of this text, so rules that did not hit are left out; they stand in the
 * version of the policy.
 */
export function recordOf({ exemptions, signIn, decision, ...caller }: Decided): DecisionRecord {
  const body: Body = {
    ...caller,
    signIn,
    candidates: exemptions.map(({ id }) => id),
    decision: { ...decision, because: decision.because.filter(({ hit }) => hit).map(shorten) },
  };
  return { ...columnsOf(body), body: JSON.stringify(body) };
}

/** Whether the columns of a stored decision still say what its body says; only the body is in the chain. */
export function agreesWithBody(record: DecisionRecord): boolean {
  const columns = columnsOf(JSON.parse(record.body) as Body); // cast: its hash was checked before
  return (Object.keys(columns) as (keyof typeof columns)[]).every((name) => record[name] === columns[name]); // cast: its own keys
}

function shorten({ step, rule, asked, won }: Because): Hit {
  return [`${step} ${rule}`, won ? "won" : "lost", asked];
}

function columnsOf({ askedFor, signIn, decision }: Body): Omit<DecisionRecord, "body"> {
  return {
    at: signIn.now,
    subjectId: signIn.subject?.id ?? askedFor,
    applicationId: signIn.applicationId,
    outcome: decision.outcome,
    reason: decision.reason,
    exceptionId: decision.exception?.id ?? null,
  };
}
