import { type DecisionBatch, hashBatch } from "#app/audit/decision-chain.ts";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp } from "#app/engine/step-up.ts";
import type { Decision, Instant, Policy, SignIn } from "#app/engine/types.ts";
import { type DecisionRecord, type ReadExemption, recordOf } from "./decision-record.ts";
import type { StreamHead } from "./decision-stream.ts";
import type { StepUp } from "./evaluation-request.ts";
import { evaluationResponse } from "./evaluation-response.ts";
import { type EvaluationsSemantic, endsWith } from "./evaluations-semantic.ts";

/** A sign-in, or a step-up in a session, with everything that it is judged by. */
export type Case = {
  /** The subject as the caller named it. */
  askedFor: string;
  signIn: SignIn;
  stepUp: StepUp | undefined;
  exemptions: readonly ReadExemption[];
};

/** The cases of one call, in its order. */
export type CalledCases = {
  requestId: string | null;
  tokenId: string;
  semantic: EvaluationsSemantic;
  cases: readonly Case[];
};

type Sitting = { policy: Policy; calls: readonly CalledCases[]; after: StreamHead; now: Instant };

/** The texts of a call's answers; fewer than its cases where one of them ended it. */
export type CallAnswers = { bodies: string[]; isEnded: boolean };

export type Decided = {
  batch: DecisionBatch;
  records: DecisionRecord[];
  /** In the order of the calls. */
  answers: CallAnswers[];
  /** Users who are let in for the first time. */
  firstSignIns: string[];
};

/** Decides a case: a sign-in by all that may lower it, a step-up by the session's own factors. */
export function decideCase({ signIn, stepUp, exemptions }: Case, policy: Policy): Decision {
  return stepUp === undefined
    ? evaluate(signIn, policy, exemptions)
    : evaluateStepUp(signIn, policy, exemptions, stepUp.maxAgeSeconds);
}

/** Decides the cases of one workspace and chains their records to the batch before. */
export function decideCases({ policy, calls, after, now }: Sitting): Decided {
  const { workspaceId, stream } = after;
  const seq = after.seq + 1;
  const records: DecisionRecord[] = [];
  const firstSignIns = new Set<string>();
  const answers: CallAnswers[] = [];
  for (const { requestId, tokenId, semantic, cases } of calls) {
    const bodies: string[] = [];
    let isEnded = false;
    for (const each of cases) {
      const { askedFor, signIn, stepUp, exemptions } = each;
      const decision = decideCase(each, policy);
      const isPermitted = decision.outcome === "allow";
      bodies.push(evaluationResponse(decision, `${stream}.${seq}.${records.length}`, stepUp));
      const caller = { requestId, tokenId };
      records.push(
        recordOf({ ...caller, policyVersion: policy.version, askedFor, signIn, stepUp, exemptions, decision }),
      );
      const firstTimer = isPermitted ? firstTimerOf(each) : null;
      if (firstTimer !== null) firstSignIns.add(firstTimer);
      isEnded = endsWith(semantic, isPermitted);
      if (isEnded) break;
    }
    answers.push({ bodies, isEnded });
  }
  const batch = { workspaceId, stream, seq, at: now, rows: records.length, prevHash: after.hash };
  return { batch: { ...batch, hash: hashBatch(batch, records) }, records, answers, firstSignIns: [...firstSignIns] };
}

/** Returns the user who has never been let in before; a step-up lets nobody in. */
function firstTimerOf({ signIn: { subject }, stepUp }: Case): string | null {
  return stepUp === undefined && subject?.kind === "user" && subject.firstSignInAt === null ? subject.id : null;
}
