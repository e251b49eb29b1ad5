import { hashToken } from "#app/auth/random-token.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { DecisionWrites } from "#db/decisions.ts";
import type { SignInFacts, TokenFacts } from "#db/sign-in-facts.ts";
import type { Run } from "#db/statements.ts";
import { admit } from "./admit.ts";
import { type Decided, decideCases } from "./decide-cases.ts";
import { type DecisionStream, headOf, type StreamHead } from "./decision-stream.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";
import { gatherFacts } from "./gather-facts.server.ts";

/** A request for a decision, as it waits for its batch. */
export type Question = { token: string; requestId: string | null; request: EvaluationRequest };

export type Answer =
  | { kind: "decided"; body: string }
  | { kind: "unauthenticated" | "insufficient_scope" | "overloaded" | "failed" };

export type DecisionStatements = { facts: SignInFacts; writes: DecisionWrites };

type Batch = { questions: readonly Question[]; stream: DecisionStream; now: Instant };

/** A question whose token may ask, and its place among the answers. */
type Asked = { question: Question; token: TokenFacts; index: number };

/** The questions of one workspace, decided. */
type Sitting = { workspaceId: string; asked: readonly Asked[]; decided: Decided };

const aMinute = 60_000;

/**
 * Answers a batch inside its transaction: reads the live rows, evaluates, records. The answers are in the order of the
 * questions and may be given out only when the transaction has committed; so may the heads be moved.
 */
export async function decideBatch(
  { facts, writes }: DecisionStatements,
  run: Run,
  { questions, stream, now }: Batch,
): Promise<{ answers: Answer[]; heads: StreamHead[]; written: Promise<unknown> }> {
  const tokens = await tokensOf(facts, run, questions);
  const answers: Answer[] = [];
  const byWorkspace = new Map<string, Asked[]>();
  for (const [index, question] of questions.entries()) {
    const token = tokens.get(question.token);
    const admission = admit(token, now);
    if (token === undefined || admission !== "admitted") {
      answers[index] = { kind: admission === "admitted" ? "unauthenticated" : admission };
      continue;
    }
    const asked = byWorkspace.get(token.workspaceId);
    if (asked) asked.push({ question, token, index });
    else byWorkspace.set(token.workspaceId, [{ question, token, index }]);
  }

  const sittings: Sitting[] = [];
  for (const [workspaceId, asked] of byWorkspace) {
    const requests = asked.map(({ question }) => question.request);
    const policy = await facts.policy(run, workspaceId, asked[0]?.token.policyVersion ?? 0);
    const cases = await gatherFacts(facts, run, { workspaceId, requests, now });
    const callers = asked.map(({ question, token }) => ({ requestId: question.requestId, tokenId: token.id }));
    const decided = decideCases({ policy, cases, callers, after: headOf(stream, workspaceId), now });
    for (const [position, body] of decided.bodies.entries())
      answers[asked[position]?.index ?? -1] = { kind: "decided", body };
    sittings.push({ workspaceId, asked, decided });
  }
  // All at once, after the last read: PostgreSQL then gets them in one go, with the commit behind them.
  const written = Promise.all(sittings.flatMap((sitting) => record(writes, run, sitting, now)));
  return { answers, heads: sittings.map(({ decided }) => decided.batch), written };
}

/** Returns what is known of the tokens that were sent, by the token. Mostly they are one and the same, hashed once. */
async function tokensOf(
  facts: SignInFacts,
  run: Run,
  questions: readonly Question[],
): Promise<Map<string, TokenFacts>> {
  const hashes = new Map(questions.map(({ token }) => [token, ""]));
  for (const token of hashes.keys()) hashes.set(token, hashToken(token));
  const byHash = await facts.tokens(run, [...hashes.values()]);
  const known = new Map<string, TokenFacts>();
  for (const [token, hash] of hashes) {
    const facts = byHash.get(hash);
    if (facts !== undefined) known.set(token, facts);
  }
  return known;
}

function record(writes: DecisionWrites, run: Run, { workspaceId, asked, decided }: Sitting, now: Instant) {
  const writing = [writes.append(run, decided.batch, decided.records)];
  if (decided.firstSignIns.length > 0)
    writing.push(writes.noteFirstSignIns(run, workspaceId, decided.firstSignIns, now));
  const used = usedTokens(asked, now);
  if (used.length > 0) writing.push(writes.noteTokenUses(run, workspaceId, used, now));
  return writing;
}

/** Returns the tokens whose use is to be noted, at most once a minute: a row written by every batch would be the bottleneck. */
function usedTokens(asked: readonly Asked[], now: Instant): string[] {
  const aMinuteAgo = new Date(Date.parse(now) - aMinute).toISOString();
  const due = asked.filter(({ token }) => token.lastUsedAt === null || token.lastUsedAt < aMinuteAgo);
  return [...new Set(due.map(({ token }) => token.id))];
}
