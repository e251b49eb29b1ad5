import type { Instant } from "#app/engine/types.ts";
import type { DecisionWrites } from "#db/decisions.ts";
import type { SignInFacts, TokenFacts } from "#db/sign-in-facts.ts";
import type { Run } from "#db/statements.ts";
import { admit } from "./admit.ts";
import { decideCases } from "./decide-cases.ts";
import { type DecisionStream, headOf, type StreamHead } from "./decision-stream.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";
import { gatherFacts } from "./gather-facts.server.ts";

/** A request for a decision, as it waits for its batch. */
export type Question = { tokenHash: string; requestId: string | null; request: EvaluationRequest };

export type Answer =
  | { kind: "decided"; body: string }
  | { kind: "unauthenticated" | "insufficient_scope" | "overloaded" | "failed" };

export type DecisionStatements = { facts: SignInFacts; writes: DecisionWrites };

type Batch = { questions: readonly Question[]; stream: DecisionStream; now: Instant };

/** A question whose token may ask, and its place among the answers. */
type Asked = { question: Question; token: TokenFacts; index: number };

const aMinute = 60_000;

/**
 * Answers a batch inside its transaction: reads the live rows, evaluates, records. The answers are in the order of the
 * questions and may be given out only when the transaction has committed; so may the heads be moved.
 */
export async function decideBatch(
  { facts, writes }: DecisionStatements,
  run: Run,
  { questions, stream, now }: Batch,
): Promise<{ answers: Answer[]; heads: StreamHead[] }> {
  const tokens = await facts.tokens(run, [...new Set(questions.map(({ tokenHash }) => tokenHash))]);
  const answers: Answer[] = [];
  const byWorkspace = new Map<string, Asked[]>();
  for (const [index, question] of questions.entries()) {
    const token = tokens.get(question.tokenHash);
    const admission = admit(token, now);
    if (token === undefined || admission !== "admitted") {
      answers[index] = { kind: admission === "admitted" ? "unauthenticated" : admission };
      continue;
    }
    const asked = byWorkspace.get(token.workspaceId);
    if (asked) asked.push({ question, token, index });
    else byWorkspace.set(token.workspaceId, [{ question, token, index }]);
  }

  const heads: StreamHead[] = [];
  for (const [workspaceId, asked] of byWorkspace) {
    const requests = asked.map(({ question }) => question.request);
    const { policy, cases } = await gatherFacts(facts, run, { workspaceId, requests, now });
    const callers = asked.map(({ question, token }) => ({ requestId: question.requestId, tokenId: token.id }));
    const decided = decideCases({ policy, cases, callers, after: headOf(stream, workspaceId), now });
    for (const [position, body] of decided.bodies.entries())
      answers[asked[position]?.index ?? -1] = { kind: "decided", body };
    await Promise.all([
      writes.append(run, decided.batch, decided.records),
      decided.firstSignIns.length > 0 && writes.noteFirstSignIns(run, workspaceId, decided.firstSignIns, now),
      noteUses(writes, run, asked, now),
    ]);
    heads.push(decided.batch);
  }
  return { answers, heads };
}

/** Notes the use of a token, at most once a minute: a row written by every batch would be the bottleneck. */
async function noteUses(writes: DecisionWrites, run: Run, asked: readonly Asked[], now: Instant): Promise<void> {
  const aMinuteAgo = new Date(Date.parse(now) - aMinute).toISOString();
  const used = asked.filter(({ token }) => token.lastUsedAt === null || token.lastUsedAt < aMinuteAgo);
  const [first] = used;
  if (first === undefined) return;
  await writes.noteTokenUses(run, first.token.workspaceId, [...new Set(used.map(({ token }) => token.id))], now);
}
