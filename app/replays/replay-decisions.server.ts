import type { Instant } from "#app/engine/types.ts";
import { decisionIdOf } from "#app/signins/decision-id.ts";
import { type ReadRecord, readRecord } from "#app/signins/read-record.ts";
import type { Db } from "#db/connect.ts";
import { decisionsOfBatches, type StreamSpan, streamSpans } from "#db/decision-streams.ts";
import type { DecisionRow } from "#db/decisions.ts";
import { type History, openHistory } from "./history.server.ts";
import { judgeAnew } from "./judge-anew.ts";
import { newTally, type ReplayChange, type Tally } from "./tally.ts";
import type { ReplayCounts, Trial } from "./trial.ts";

export type ReplayTask = { workspaceId: string; from: Instant; to: Instant; trial: Trial };
export type ReplayProgress = { done: number; total: number; counts: ReplayCounts };
export type ReplayResult = ReplayProgress & { changes: ReplayChange[] };

/** About so many decisions are read at a time, whatever the size of the batches that they lie in. */
const rowsAtOnce = 2000;

/** Judges every decision of a span of time anew and tells how far it is; the last word comes as the result. */
export async function replayDecisions(
  db: Db,
  { workspaceId, from, to, trial }: ReplayTask,
  onProgress: (progress: ReplayProgress) => void,
): Promise<ReplayResult> {
  const tally = newTally();
  const spans = await streamSpans(db, workspaceId, { from, to });
  const total = spans.reduce((sum, { decisions }) => sum + decisions, 0);
  const history = openHistory(db, workspaceId);
  let done = 0;
  for (const span of spans)
    for await (const rows of pagesOf(db, workspaceId, span)) {
      const inTime = rows.filter(({ at }) => at >= from && at < to);
      const read = inTime.map((row) => ({ row, record: readRecord(row) }));
      await history.load(read.map(({ record }) => record));
      for (const each of read) judge(each, { history, trial, tally });
      done += inTime.length;
      onProgress({ done, total, counts: tally.counts() });
    }
  return { done, total, counts: tally.counts(), changes: tally.kept() };
}

/** Reads the batches of a span in pages of about equal size. */
async function* pagesOf(db: Db, workspaceId: string, { stream, first, last, decisions }: StreamSpan) {
  const batchesAtOnce = Math.max(1, Math.round((rowsAtOnce * (last - first + 1)) / decisions));
  for (let after = first - 1; after < last; after += batchesAtOnce)
    yield await decisionsOfBatches(db, workspaceId, { stream, after, upTo: Math.min(after + batchesAtOnce, last) });
}

type Judging = { history: History; trial: Trial; tally: Tally };

function judge({ row, record }: { row: DecisionRow; record: ReadRecord }, { history, trial, tally }: Judging): void {
  const known = history.of(record);
  if (known === null) {
    tally.unjudged();
    return;
  }
  const anew = judgeAnew(row, record, { ...known, trial });
  if (anew === null) {
    tally.unchanged();
    return;
  }
  const { kind, decision } = anew;
  const { at, subjectId, applicationId, outcome, reason } = row;
  const isByTrial = trial.exemption !== null && decision.exception?.id === trial.exemption.id;
  const change = { kind, decisionId: decisionIdOf(row), at, subjectId, applicationId };
  const [before, after] = [
    { outcomeBefore: outcome, reasonBefore: reason },
    { outcomeAfter: decision.outcome, reasonAfter: decision.reason },
  ];
  tally.changed({ ...change, ...before, ...after }, isByTrial);
}
