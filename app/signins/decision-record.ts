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

/** A line of the trace in short: the rule, and for a hit how it ended and what it asked. */
type ShortBecause = string | [rule: string, end: "won" | "lost", asked: string];

type Body = {
  requestId: string | null;
  tokenId: string;
  policyVersion: number;
  askedFor: string;
  signIn: SignIn;
  /** The live exceptions that were weighed. */
  candidates: string[];
  decision: Omit<Decision, "because"> & { because: ShortBecause[] };
};

/**
 * Writes down a decision with all that it rested on: later it can be explained, and made again to the same result. Most
 * of what a decision costs is the writing of this text, so a rule that did not hit is no more than its name here; what
 * it asked stands in the version of the policy.
 */
export function recordOf({ exemptions, signIn, decision, ...caller }: Decided): DecisionRecord {
  const body: Body = {
    ...caller,
    signIn,
    candidates: exemptions.map(({ id }) => id),
    decision: { ...decision, because: decision.because.map(shorten) },
  };
  return { ...columnsOf(body), body: JSON.stringify(body) };
}

/** Whether the columns of a stored decision still say what its body says; only the body is in the chain. */
export function agreesWithBody(record: DecisionRecord): boolean {
  const columns = columnsOf(JSON.parse(record.body) as Body); // cast: its hash was checked before
  return (Object.keys(columns) as (keyof typeof columns)[]).every((name) => record[name] === columns[name]); // cast: its own keys
}

function shorten({ step, rule, asked, hit, won }: Because): ShortBecause {
  return hit ? [`${step} ${rule}`, won ? "won" : "lost", asked] : `${step} ${rule}`;
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
