import { hashToken } from "#app/auth/random-token.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { DecisionWrites } from "#db/decisions.ts";
import type { SignInFacts } from "#db/sign-in-facts.ts";
import type { Run, Write } from "#db/statements.ts";
import type { TokenFacts } from "#db/token-facts.ts";
import { admit } from "./admit.ts";
import { type CallAnswers, type CalledCases, type Decided, decideCases } from "./decide-cases.ts";
import { type DecisionStream, headOf, type StreamHead } from "./decision-stream.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";
import type { EvaluationsSemantic } from "./evaluations-semantic.ts";
import { gatherFacts, knownTargets, namesOf, type ReadFacts } from "./gather-facts.server.ts";

/** What one caller asks at once, as it waits for its batch. */
export type Call = {
  token: string;
  requestId: string | null;
  requests: readonly EvaluationRequest[];
  semantic: EvaluationsSemantic;
};

export type Refusal = { kind: "unauthenticated" | "insufficient_scope" | "overloaded" | "failed" };
export type CallAnswer = ({ kind: "decided" } & CallAnswers) | Refusal;

export type DecisionStatements = { facts: SignInFacts; writes: DecisionWrites };

type Batch = {
  calls: readonly Call[];
  now: Instant;
  /** Resolves to what the batch is chained to, once that is known: a batch may read before the one before it is settled. */
  chainedTo(): Promise<DecisionStream>;
};

/** A call whose token may ask, and its place among the answers. */
type Asked = { call: Call; token: TokenFacts; index: number };

/** The calls of one workspace, decided. */
type Sitting = { workspaceId: string; asked: readonly Asked[]; decided: Decided };

const aMinute = 60_000;

/**
 * Decides a batch inside its transaction: reads the live rows, evaluates, and returns what records it. The answers are in
 * the order of the calls and may be given out only when all of that is committed; so may the heads be moved.
 */
export async function decideBatch(
  statements: DecisionStatements,
  run: Run,
  { calls, now, chainedTo }: Batch,
): Promise<{ answers: CallAnswer[]; heads: StreamHead[]; writes: Write[] }> {
  const { facts } = statements;
  const { tokenOf, ahead } = await readCallers(facts, run, { calls, now });
  const { answers, byWorkspace } = admitCalls(calls, tokenOf, now);
  const sittings: Sitting[] = [];
  for (const [workspaceId, asked] of byWorkspace) {
    const policy = await facts.policy(run, workspaceId, asked[0]?.token.policyVersion ?? 0);
    const called = await calledCases({ facts, run, workspaceId, asked, now, ahead });
    const after = headOf(await chainedTo(), workspaceId);
    const decided = decideCases({ policy, calls: called, after, now });
    for (const [position, answer] of decided.answers.entries())
      answers[asked[position]?.index ?? -1] = { kind: "decided", ...answer };
    // Nothing was asked that could be decided, so there is nothing to record.
    if (decided.batch.rows > 0) sittings.push({ workspaceId, asked, decided });
  }
  const writes = sittings.flatMap((sitting) => recorded(statements, sitting, now));
  return { answers, heads: sittings.map(({ decided }) => decided.batch), writes };
}

/** Answers those who may not ask, and sorts the rest by the workspace of their token. */
function admitCalls(calls: readonly Call[], tokenOf: (call: Call) => TokenFacts | undefined, now: Instant) {
  const answers: CallAnswer[] = [];
  const byWorkspace = new Map<string, Asked[]>();
  for (const [index, call] of calls.entries()) {
    const token = tokenOf(call);
    const admission = admit(token, now);
    if (token === undefined || admission !== "admitted") {
      answers[index] = { kind: admission === "admitted" ? "unauthenticated" : admission };
      continue;
    }
    const asked = byWorkspace.get(token.workspaceId);
    if (asked) asked.push({ call, token, index });
    else byWorkspace.set(token.workspaceId, [{ call, token, index }]);
  }
  // Always in one order: counted uses are held until the commit, and two processes may meet in two workspaces.
  return { answers, byWorkspace: new Map([...byWorkspace].sort(([one], [other]) => (one < other ? -1 : 1))) };
}

type Gathering = {
  facts: SignInFacts;
  run: Run;
  workspaceId: string;
  asked: readonly Asked[];
  now: Instant;
  ahead: ReadonlyMap<string, Ahead>;
};

/** What was read of calls of a workspace before it was known who may ask. */
type Ahead = { calls: ReadonlySet<Call>; read: ReadFacts };

/**
 * Reads who asks. Where a statement costs more than what it finds, what they ask about comes with it, since a token never
 * changes its workspace; what is asked with one that has ended meanwhile is read for nothing.
 */
async function readCallers(facts: SignInFacts, run: Run, { calls, now }: Pick<Batch, "calls" | "now">) {
  const hashes = hashesOf(calls);
  const hashOf = ({ token }: Call) => hashes.get(token) ?? "";
  const tokens = new Map<string, TokenFacts>();
  const ahead = new Map<string, Ahead>();
  const known = Map.groupBy(calls, (call) => facts.together && facts.workspaceOf(hashOf(call)));
  const reading = [...known].map(async ([workspaceId, its]) => {
    const theirs = [...new Set(its.map(hashOf))];
    if (!facts.together || !workspaceId) {
      for (const [hash, token] of await facts.tokens(run, theirs)) tokens.set(hash, token);
      return;
    }
    const requests = its.flatMap((call) => call.requests);
    const asked = { names: namesOf(requests), targets: knownTargets(requests) };
    const found = await facts.together(run, { workspaceId, hashes: theirs, ...asked, now });
    for (const [hash, token] of found.tokens) tokens.set(hash, token);
    ahead.set(workspaceId, { calls: new Set(its), read: found });
  });
  await Promise.all(reading);
  return { tokenOf: (call: Call) => tokens.get(hashOf(call)), ahead };
}

/** Reads what all calls of a workspace are about, and gives each call its own cases. */
async function calledCases({ facts, run, workspaceId, asked, now, ahead }: Gathering): Promise<CalledCases[]> {
  const requests = asked.flatMap(({ call }) => call.requests);
  const early = ahead.get(workspaceId);
  const isRead = early !== undefined && asked.every(({ call }) => early.calls.has(call));
  const sitting = { workspaceId, requests, now, isSpending: true };
  const cases = await gatherFacts(facts, run, sitting, isRead ? early.read : undefined);
  let taken = 0;
  return asked.map(({ call, token }) => {
    const own = cases.slice(taken, taken + call.requests.length);
    taken += own.length;
    return { requestId: call.requestId, tokenId: token.id, semantic: call.semantic, cases: own };
  });
}

/** Returns the hash of each token that was sent. Mostly they are one and the same, hashed once. */
function hashesOf(calls: readonly Call[]): Map<string, string> {
  const hashes = new Map(calls.map(({ token }) => [token, ""]));
  for (const token of hashes.keys()) hashes.set(token, hashToken(token));
  return hashes;
}

/** Returns what records decisions, and all that follows from them. */
function recorded(
  { facts: { uses }, writes }: DecisionStatements,
  { workspaceId, asked, decided }: Sitting,
  now: Instant,
): Write[] {
  return [
    writes.append(decided.batch),
    ...writes.noteFirstSignIns(workspaceId, decided.firstSignIns, now),
    ...[...decided.spent].map(([exceptionId, spent]) => uses.spend(workspaceId, exceptionId, spent)),
    ...writes.noteBreakGlassUses(workspaceId, decided.breakGlassUses),
    ...writes.noteTokenUses(workspaceId, usedTokens(asked, now), now),
  ];
}

/** Returns the tokens whose use is to be noted, at most once a minute: a row written by every batch would be the bottleneck. */
function usedTokens(asked: readonly Asked[], now: Instant): string[] {
  const aMinuteAgo = new Date(Date.parse(now) - aMinute).toISOString();
  const due = asked.filter(({ token }) => token.lastUsedAt === null || token.lastUsedAt < aMinuteAgo);
  return [...new Set(due.map(({ token }) => token.id))];
}
