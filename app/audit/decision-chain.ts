import { genesis, sha256 } from "./chain.ts";

/** One link of a decision stream: a batch of decisions, sealed by the hash over all of them and the link before. */
export type DecisionBatch = {
  workspaceId: string;
  stream: string;
  seq: number;
  at: string;
  rows: number;
  prevHash: string;
  hash: string;
};

/** A batch with its decisions, as `writeDecisions` has written them. */
export type WrittenBatch = DecisionBatch & { decisions: string };

/** What a stored decision says. */
export type HashedDecision = {
  at: string;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
  body: string;
};

/** A stored decision and its place in its stream. */
export type ChainedDecision = HashedDecision & { batch: number; position: number };

/**
 * Writes the decisions of a batch down, each as a line, in order of position: a JSON array of its columns and, after a tab,
 * its body, byte for byte. In JSON neither a tab nor the end of a line stands for itself.
 */
export function writeDecisions(decisions: readonly HashedDecision[]): string {
  let text = "";
  for (const { at, subjectId, applicationId, outcome, reason, exceptionId, body } of decisions)
    text += `${text === "" ? "" : "\n"}${JSON.stringify([at, subjectId, applicationId, outcome, reason, exceptionId])}\t${body}`;
  return text;
}

/** Reads back what `writeDecisions` wrote, with the place of each. */
export function readDecisions({ seq, decisions }: Pick<WrittenBatch, "seq" | "decisions">): ChainedDecision[] {
  return decisions.split("\n").map((line, position) => ({ batch: seq, position, ...readLine(line) }));
}

/** Reads one decision of a batch; undefined where it has none in this place. */
export function readDecision(
  { seq, decisions }: Pick<WrittenBatch, "seq" | "decisions">,
  position: number,
): ChainedDecision | undefined {
  const line = decisions.split("\n")[position];
  return line === undefined ? undefined : { batch: seq, position, ...readLine(line) };
}

function readLine(line: string): HashedDecision {
  const end = line.indexOf("\t");
  // cast: written by writeDecisions alone
  const [at, subjectId, applicationId, outcome, reason, exceptionId] = JSON.parse(line.slice(0, end)) as [
    string,
    string,
    string,
    string,
    string,
    string | null,
  ];
  return { at, subjectId, applicationId, outcome, reason, exceptionId, body: line.slice(end + 1) };
}

/**
 * Hashes a batch: SHA-256 over lines, so that a stranger can redo it. The first is a JSON array of what the batch says
 * of itself, the number of its decisions included; then come the lines of its decisions.
 */
export function hashBatch({
  prevHash,
  workspaceId,
  stream,
  seq,
  at,
  rows,
  decisions,
}: Omit<WrittenBatch, "hash">): string {
  return sha256(`${JSON.stringify([prevHash, workspaceId, stream, seq, at, rows])}\n${decisions}`);
}

export type BatchBreak = { batch: number; reason: "missing" | "altered" | "unlinked" };

/**
 * Returns the first batch of a stream that does not follow, or null. Batches come in order of seq; `after` is the one that
 * they continue, for checking a stream in pages.
 */
export function findBatchBreak(
  batches: readonly WrittenBatch[],
  after: { seq: number; hash: string } = { seq: 0, hash: genesis },
): BatchBreak | null {
  let last = after;
  for (const batch of batches) {
    if (batch.seq !== last.seq + 1) return { batch: last.seq + 1, reason: "missing" };
    if (batch.prevHash !== last.hash) return { batch: batch.seq, reason: "unlinked" };
    if (batch.hash !== hashBatch(batch)) return { batch: batch.seq, reason: "altered" };
    last = batch;
  }
  return null;
}
