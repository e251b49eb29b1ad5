import type { Instant } from "#app/engine/types.ts";
import type { Database } from "#db/connect.ts";
import { prepareDecisionWrites } from "#db/decisions.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { type Call, type CallAnswer, decideBatch, type Refusal } from "./decide-batch.server.ts";
import { advance, type StreamHead } from "./decision-stream.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";
import { openStream } from "./open-stream.server.ts";

/** A request for a decision. */
export type Question = { token: string; requestId: string | null; request: EvaluationRequest };

export type Answer = { kind: "decided"; body: string } | Refusal;

type DeciderOptions = {
  /** Told of each batch that failed; its requests were answered "failed". */
  logFault(fault: unknown): void;
  /** The clock; another one only in tests. */
  now?(): Instant;
  /** How many decisions a batch takes at most, unless a single call asks for more. */
  mostInBatch?: number;
  /** How many decisions may be waited for at once. */
  mostWaiting?: number;
};

export type Decider = {
  /** Answers with the next batch. Never rejects: a fault is an answer, and never a yes. */
  decide(question: Question): Promise<Answer>;
  /** The same for all that a call asks, in one batch. */
  decideAll(call: Call): Promise<CallAnswer>;
  /** The committed heads of this process's streams, for sealing. */
  heads(): StreamHead[];
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
};

type Waiting = { call: Call; answer: (answer: CallAnswer) => void };

/**
 * Decides sign-ins in batches: everything that has arrived by the end of this turn of the event loop shares one
 * transaction, and what arrives while it runs is the next batch. No timer: waiting for company costs more than it saves.
 */
export function createDecider(database: Database, options: DeciderOptions): Decider {
  const { logFault, now = () => new Date().toISOString(), mostInBatch = 1024, mostWaiting = 10_000 } = options;
  const statements = { facts: prepareSignInFacts(database.db), writes: prepareDecisionWrites(database.db) };
  const abandoned: StreamHead[] = [];
  let stream = openStream();
  let waiting: Waiting[] = [];
  let waitingRequests = 0;
  let isUnderWay = false;
  let settlers: (() => void)[] = [];

  async function runBatch(): Promise<void> {
    const batch = takeBatch();
    const answers = await answersTo(batch.map(({ call }) => call));
    for (const [index, { answer }] of batch.entries()) answer(answers[index] ?? { kind: "failed" });
    if (waiting.length > 0) {
      setImmediate(runBatch);
      return;
    }
    isUnderWay = false;
    for (const settle of settlers) settle();
    settlers = [];
  }

  function takeBatch(): Waiting[] {
    let size = 0;
    let count = 0;
    for (const { call } of waiting) {
      if (count > 0 && size + call.requests.length > mostInBatch) break;
      size += call.requests.length;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingRequests -= size;
    return batch;
  }

  async function answersTo(calls: Call[]): Promise<CallAnswer[]> {
    try {
      const { answers, heads } = await database.inBatch((run) =>
        decideBatch(statements, run, { calls, stream, now: now() }),
      );
      stream = advance(stream, heads);
      return answers;
    } catch (fault) {
      // Whether the batch was committed may be unknown, so nothing is ever chained to it: a new stream begins.
      abandoned.push(...stream.heads.values());
      stream = openStream();
      logFault(fault);
      return calls.map(() => ({ kind: "failed" }));
    }
  }

  function ask(call: Call, answer: (answer: CallAnswer) => void): void {
    if (waitingRequests > 0 && waitingRequests + call.requests.length > mostWaiting) {
      answer({ kind: "overloaded" });
      return;
    }
    waiting.push({ call, answer });
    waitingRequests += call.requests.length;
    if (isUnderWay) return;
    isUnderWay = true;
    setImmediate(runBatch);
  }

  return {
    decide: ({ token, requestId, request }) =>
      new Promise((answer) =>
        ask({ token, requestId, requests: [request], semantic: "execute_all" }, (given) => {
          if (given.kind !== "decided") return answer(given);
          const [body] = given.bodies;
          answer(body === undefined ? { kind: "failed" } : { kind: "decided", body });
        }),
      ),
    decideAll: (call) => new Promise((answer) => ask(call, answer)),
    heads: () => [...abandoned, ...stream.heads.values()],
    settled: () => (isUnderWay ? new Promise((settle) => settlers.push(settle)) : Promise.resolve()),
  };
}
