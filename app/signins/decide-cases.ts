import { hashBatch, type WrittenBatch, writeDecisions } from "#app/audit/decision-chain.ts";
import type { NewBreakGlassUse } from "#app/break-glass/use.ts";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp } from "#app/engine/step-up.ts";
import type { Decision, Instant, Policy, SignIn } from "#app/engine/types.ts";
import { decisionIdOf } from "./decision-id.ts";
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
  /** Whether the subject is an account for emergencies, whose every sign-in is noticed. */
  isBreakGlass?: boolean | undefined;
  exemptions: readonly ReadExemption[];
};

/** The cases of one call, in its order. */
export type CalledCases = {
  requestId: string | null;
  tokenId: string | null;
  semantic: EvaluationsSemantic;
  cases: readonly Case[];
};

type Sitting = { policy: Policy; calls: readonly CalledCases[]; after: StreamHead; now: Instant };

/** The texts of a call's answers; fewer than its cases where one of them ended it. */
export type CallAnswers = { bodies: string[]; isEnded: boolean };

export type Decided = {
  batch: WrittenBatch;
  /** In the order of the calls. */
  answers: CallAnswers[];
  /** Users who are let in for the first time. */
  firstSignIns: string[];
  /** How often each exception was used whose uses are counted. */
  spent: Map<string, number>;
  /** Sign-ins of accounts for emergencies. */
  breakGlassUses: NewBreakGlassUse[];
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
  const consequences: Consequences = { firstSignIns: new Set(), spent: new Map(), breakGlassUses: [] };
  const answers: CallAnswers[] = [];
  for (const { requestId, tokenId, semantic, cases } of calls) {
    const bodies: string[] = [];
    let isEnded = false;
    for (const read of cases) {
      const each = afterSpending(read, consequences.spent);
      const { askedFor, signIn, stepUp, exemptions } = each;
      const decision = decideCase(each, policy);
      const isPermitted = decision.outcome === "allow";
      const id = decisionIdOf({ stream, batch: seq, position: records.length });
      bodies.push(evaluationResponse(decision, id, stepUp));
      const { version: policyVersion } = policy;
      records.push(recordOf({ requestId, tokenId, policyVersion, askedFor, signIn, stepUp, exemptions, decision }));
      if (isPermitted) noteConsequences(each, { decision, id }, consequences);
      isEnded = endsWith(semantic, isPermitted);
      if (isEnded) break;
    }
    answers.push({ bodies, isEnded });
  }
  const batch = {
    ...{ workspaceId, stream, seq, at: now, rows: records.length, prevHash: after.hash },
    decisions: writeDecisions(records),
  };
  return {
    batch: { ...batch, hash: hashBatch(batch) },
    answers,
    ...consequences,
    firstSignIns: [...consequences.firstSignIns],
  };
}

/** What follows from sign-ins that are let in. */
type Consequences = {
  firstSignIns: Set<string>;
  spent: Map<string, number>;
  breakGlassUses: NewBreakGlassUse[];
};

function noteConsequences(each: Case, { decision, id }: { decision: Decision; id: string }, noted: Consequences): void {
  const firstTimer = firstTimerOf(each);
  if (firstTimer !== null) noted.firstSignIns.add(firstTimer);
  spend(each, decision, noted.spent);
  const use = each.isBreakGlass ? breakGlassUseOf(each, decision, id) : null;
  if (use !== null) noted.breakGlassUses.push(use);
}

/** The case with what the cases before it in the batch have left of the uses that are counted. */
function afterSpending(each: Case, spent: Map<string, number>): Case {
  if (spent.size === 0) return each;
  return {
    ...each,
    exemptions: each.exemptions.map((exemption) => {
      const { id, usesLeft } = exemption;
      return usesLeft === null ? exemption : { ...exemption, usesLeft: usesLeft - (spent.get(id) ?? 0) };
    }),
  };
}

/** Counts a use of the exception that somebody was let in by, if it has a number of them. */
function spend({ exemptions }: Case, { exception }: Decision, spent: Map<string, number>): void {
  if (exception === null) return;
  const cited = exemptions.find(({ id }) => id === exception.id);
  if (cited && cited.usesLeft !== null) spent.set(cited.id, (spent.get(cited.id) ?? 0) + 1);
}

/** Returns what is noticed of a sign-in of an account for emergencies; a step-up in a session of it is none. */
function breakGlassUseOf({ signIn, stepUp }: Case, decision: Decision, id: string): NewBreakGlassUse | null {
  const { subject, applicationId, client, completed, now } = signIn;
  if (stepUp !== undefined || subject === null) return null;
  return {
    ...{ id, userId: subject.id, at: now, applicationId, ip: client.ip, reason: decision.reason },
    methods: completed.map(({ method }) => method).join(","),
    exceptionId: decision.exception?.id ?? null,
  };
}

/** Returns the user who has never been let in before; a step-up lets nobody in. */
function firstTimerOf({ signIn: { subject }, stepUp }: Case): string | null {
  return stepUp === undefined && subject?.kind === "user" && subject.firstSignInAt === null ? subject.id : null;
}
