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
  let unansweredRequests = 0;
  /** Whether a batch is on its way that still may write; the next one begins when it cannot any more. */
  let isUnderWay = false;
  /** Resolves when the last batch that began has been answered. */
  let last: Promise<void> = Promise.resolve();

  async function runBatch(before: Promise<void>): Promise<void> {
    const batch = takeBatch();
    const calls = batch.map(({ call }) => call);
    const size = requestsIn(calls);
    unansweredRequests += size;
    const answers = await answersTo(calls, before);
    unansweredRequests -= size;
    beginIfWorthIt();
    for (const [index, { answer }] of batch.entries()) answer(answers[index] ?? { kind: "failed" });
  }

  /** Begins the next batch at the end of this turn, with whatever waits by then. */
  function beginNext(): void {
    const before = last;
    isUnderWay = true;
    last = new Promise((settle) => setImmediate(() => void runBatch(before).then(settle)));
  }

  function goOn(): void {
    isUnderWay = false;
    beginIfWorthIt();
  }

  /** While another batch is on its way, the next one waits until it is as large as that one, or that one is answered. */
  function beginIfWorthIt(): void {
    if (isUnderWay || waiting.length === 0) return;
    if (unansweredRequests === 0 || waitingRequests >= mostNow()) beginNext();
  }

  function takeBatch(): Waiting[] {
    const most = mostNow();
    let size = 0;
    let count = 0;
    for (const { call } of waiting) {
      if (count > 0 && size + call.requests.length > most) break;
      size += call.requests.length;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingRequests -= size;
    return batch;
  }

  /** Where the database works on one batch while the next is judged, halves of what is there keep both of them busy. */
  function mostNow(): number {
    if (statements.facts.together === null) return mostInBatch;
    return Math.min(mostInBatch, Math.ceil((unansweredRequests + waitingRequests) / 2));
  }

  async function answersTo(calls: Call[], before: Promise<void>): Promise<CallAnswer[]> {
    let isSent = false;
    try {
      const { answers, heads } = await database.inBatch(async (run) => {
        // What it is chained to, and whether that was committed, is known once the batch before it has been settled.
        const chainedTo = () => before.then(() => stream);
        const decided = await decideBatch(statements, run, { calls, chainedTo, now: now() });
        isSent = true;
        goOn();
        return decided;
      });
      stream = advance(stream, heads);
      return answers;
    } catch (fault) {
      // Whether the batch was committed may be unknown, so nothing is ever chained to it: a new stream begins.
      abandoned.push(...stream.heads.values());
      stream = openStream();
      logFault(fault);
      if (!isSent) goOn();
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
    beginIfWorthIt();
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
    settled: async () => {
      for (let seen: typeof last | null = null; seen !== last; await seen) seen = last;
    },
  };
}

function requestsIn(calls: readonly Call[]): number {
  return calls.reduce((sum, { requests }) => sum + requests.length, 0);
}
