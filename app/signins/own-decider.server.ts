import type { CompletedMethod, Decision } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { prepareDecisionWrites } from "#db/decisions.ts";
import { currentPolicy } from "#db/policies.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { carryOut, queryRunner } from "#db/statements.ts";
import { type Journal, type WriteContext, write } from "#db/write.ts";
import { decideCase, decideCases } from "./decide-cases.ts";
import { decisionIdOf } from "./decision-id.ts";
import { advance, headOf, type StreamHead } from "./decision-stream.ts";
import type { EvaluationRequest, StepUp } from "./evaluation-request.ts";
import { gatherFacts } from "./gather-facts.server.ts";
import { openStream } from "./open-stream.server.ts";
import { ownApplication } from "./own-application.ts";

/** Somebody who signs in to the register itself, or uses a factor anew in it. */
export type OwnSignIn = {
  userId: string;
  completed: readonly CompletedMethod[];
  ip: string | null;
  /** Whether they have completed MFA in this browser before. */
  isKnownDevice: boolean;
  stepUp?: StepUp;
};

/** Decides and records within the change that is under way. */
export type Decide = (signIn: OwnSignIn) => Promise<{ decision: Decision; id: string }>;

export type OwnDecider = {
  /** A change in which sign-ins to the register are decided: the decision, and what rests on it, commit together. */
  write<T>(db: Db, context: WriteContext, change: (tx: Db, journal: Journal, decide: Decide) => Promise<T>): Promise<T>;
  /** The committed heads of this process's streams, for sealing. */
  heads(): StreamHead[];
};

/** Returns what the login path would be asked about a sign-in to the register. */
export function ownRequest({ userId, completed, ip, isKnownDevice, stepUp }: OwnSignIn): EvaluationRequest {
  return {
    subjectKind: "user",
    subjectId: userId,
    applicationId: ownApplication.id,
    client: { ip, device: "unknown", isKnownDevice, protocol: "modern", country: null },
    completed,
    stepUp,
  };
}

/**
 * Decides who may sign in to the register, by the rules and the rows that decide about every other application. It
 * has a stream of decisions of its own: these commit with a change of the register, and not with a batch.
 */
export function createOwnDecider(db: Db): OwnDecider {
  const facts = prepareSignInFacts(db);
  const writes = prepareDecisionWrites(db);
  const abandoned: StreamHead[] = [];
  let stream = openStream();
  let last: Promise<unknown> = Promise.resolve();

  /** Decides within a transaction, after what has been decided in it before; returns the head that it leaves. */
  async function decideIn(tx: Db, { workspaceId, now }: WriteContext, signIn: OwnSignIn, after: StreamHead) {
    const run = queryRunner(tx);
    const policy = await currentPolicy(tx, workspaceId);
    const cases = await gatherFacts(facts, run, {
      workspaceId,
      requests: [ownRequest(signIn)],
      now,
      isSpending: true,
    });
    const [found] = cases;
    if (!found) throw new Error("one sign-in was gathered into no case, expected one");
    const call = { requestId: null, tokenId: null, semantic: "execute_all", cases } as const;
    const { batch, spent, firstSignIns, breakGlassUses } = decideCases({ policy, calls: [call], after, now });
    await carryOut(run, [
      writes.append(batch),
      ...writes.noteFirstSignIns(workspaceId, firstSignIns, now),
      ...[...spent].map(([exceptionId, count]) => facts.uses.spend(workspaceId, exceptionId, count)),
      ...writes.noteBreakGlassUses(workspaceId, breakGlassUses),
    ]);
    const id = decisionIdOf({ stream: batch.stream, batch: batch.seq, position: 0 });
    return { made: { decision: decideCase(found, policy), id }, head: batch };
  }

  async function inTurn<T>(
    db: Db,
    context: WriteContext,
    change: (tx: Db, journal: Journal, decide: Decide) => Promise<T>,
  ): Promise<T> {
    let head: StreamHead | null = null;
    try {
      const result = await write(db, context, (tx, journal) =>
        change(tx, journal, async (signIn) => {
          const decided = await decideIn(tx, context, signIn, head ?? headOf(stream, context.workspaceId));
          head = decided.head;
          return decided.made;
        }),
      );
      if (head !== null) stream = advance(stream, [head]);
      return result;
    } catch (fault) {
      // Whether it was committed may be unknown, so nothing is ever chained to it: a new stream begins.
      if (head !== null) {
        abandoned.push(...stream.heads.values());
        stream = openStream();
      }
      throw fault;
    }
  }

  return {
    // One after the other: a decision is chained to the one before, which has to be committed by then.
    write: (db, context, change) => {
      if (db.isTransaction) throw new Error("a sign-in was decided inside a transaction, expected outside of any");
      const turn = last.then(() => inTurn(db, context, change));
      last = turn.catch(() => undefined);
      return turn;
    },
    heads: () => [...abandoned, ...stream.heads.values()],
  };
}
