import { type DecisionBatch, hashBatch } from "#app/audit/decision-chain.ts";
import { evaluate } from "#app/engine/evaluate.ts";
import type { Instant, Policy, SignIn } from "#app/engine/types.ts";
import { type DecisionRecord, type ReadExemption, recordOf } from "./decision-record.ts";
import type { StreamHead } from "./decision-stream.ts";
import { evaluationResponse, responseContext } from "./evaluation-response.ts";

/** A sign-in with everything that it is judged by. */
export type Case = {
  /** The subject as the caller named it. */
  askedFor: string;
  signIn: SignIn;
  exemptions: readonly ReadExemption[];
};

type Sitting = {
  policy: Policy;
  cases: readonly Case[];
  /** Who asked for each of the cases, in their order. */
  callers: readonly { requestId: string | null; tokenId: string }[];
  after: StreamHead;
  now: Instant;
};

export type Decided = {
  batch: DecisionBatch;
  records: DecisionRecord[];
  /** The texts of the answers, in the order of the cases. */
  bodies: string[];
  /** Users who are let in for the first time. */
  firstSignIns: string[];
};

/** Decides the cases of one workspace and chains their records to the batch before. */
export function decideCases({ policy, cases, callers, after, now }: Sitting): Decided {
  const { workspaceId, stream } = after;
  const seq = after.seq + 1;
  const records: DecisionRecord[] = [];
  const bodies: string[] = [];
  const firstSignIns = new Set<string>();
  for (const [position, { askedFor, signIn, exemptions }] of cases.entries()) {
    const caller = callers[position];
    if (caller === undefined) throw new Error(`case ${position} has no caller, expected one for each case`);
    const decision = evaluate(signIn, policy, exemptions);
    const context = JSON.stringify(responseContext(decision));
    bodies.push(evaluationResponse(decision, context, `${stream}.${seq}.${position}`));
    records.push(recordOf({ ...caller, policyVersion: policy.version, askedFor, signIn, exemptions, decision }));
    const { subject } = signIn;
    if (decision.outcome === "allow" && subject?.kind === "user" && subject.firstSignInAt === null)
      firstSignIns.add(subject.id);
  }
  const batch = { workspaceId, stream, seq, at: now, rows: records.length, prevHash: after.hash };
  return { batch: { ...batch, hash: hashBatch(batch, records) }, records, bodies, firstSignIns: [...firstSignIns] };
}
