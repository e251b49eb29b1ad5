import { randomBytes } from "node:crypto";
import type { Instant } from "#app/engine/types.ts";
import type { Database } from "#db/connect.ts";
import { prepareDecisionWrites } from "#db/decisions.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { type Answer, decideBatch, type Question } from "./decide-batch.server.ts";
import { advance, newStream, type StreamHead } from "./decision-stream.ts";

type DeciderOptions = {
  /** Told of each batch that failed; its requests were answered "failed". */
  logFault(fault: unknown): void;
  /** The clock; another one only in tests. */
  now?(): Instant;
  mostInBatch?: number;
  mostWaiting?: number;
};

export type Decider = {
  /** Answers with the next batch. Never rejects: a fault is an answer, and never a yes. */
  decide(question: Question): Promise<Answer>;
  /** The committed heads of this process's streams, for sealing. */
  heads(): StreamHead[];
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
};

type Waiting = { question: Question; answer: (answer: Answer) => void };

/**
 * Decides sign-ins in batches: everything that has arrived by the end of this turn of the event loop shares one
 * transaction, and what arrives while it runs is the next batch. No timer: waiting for company costs more than it saves.
 */
export function createDecider(database: Database, options: DeciderOptions): Decider {
  const { logFault, now = () => new Date().toISOString(), mostInBatch = 512, mostWaiting = 10_000 } = options;
  const statements = { facts: prepareSignInFacts(database.db), writes: prepareDecisionWrites(database.db) };
  const abandoned: StreamHead[] = [];
  let stream = newStream(newStreamId());
  let waiting: Waiting[] = [];
  let isUnderWay = false;
  let settlers: (() => void)[] = [];

  async function runBatch(): Promise<void> {
    const batch = waiting.slice(0, mostInBatch);
    waiting = waiting.slice(mostInBatch);
    const answers = await answersTo(batch.map(({ question }) => question));
    for (const [index, { answer }] of batch.entries()) answer(answers[index] ?? { kind: "failed" });
    if (waiting.length > 0) {
      setImmediate(runBatch);
      return;
    }
    isUnderWay = false;
    for (const settle of settlers) settle();
    settlers = [];
  }

  async function answersTo(questions: Question[]): Promise<Answer[]> {
    try {
      const { answers, heads } = await database.inBatch((run) =>
        decideBatch(statements, run, { questions, stream, now: now() }),
      );
      stream = advance(stream, heads);
      return answers;
    } catch (fault) {
      // Whether the batch was committed may be unknown, so nothing is ever chained to it: a new stream begins.
      abandoned.push(...stream.heads.values());
      stream = newStream(newStreamId());
      logFault(fault);
      return questions.map(() => ({ kind: "failed" }));
    }
  }

  return {
    decide: (question) => {
      if (waiting.length >= mostWaiting) return Promise.resolve({ kind: "overloaded" });
      return new Promise((answer) => {
        waiting.push({ question, answer });
        if (isUnderWay) return;
        isUnderWay = true;
        setImmediate(runBatch);
      });
    },
    heads: () => [...abandoned, ...stream.heads.values()],
    settled: () => (isUnderWay ? new Promise((settle) => settlers.push(settle)) : Promise.resolve()),
  };
}

function newStreamId(): string {
  return randomBytes(8).toString("hex");
}
