import { genesis } from "#app/audit/chain.ts";
import { type ChainedDecision, type DecisionBatch, findBatchBreak, writeDecisions } from "#app/audit/decision-chain.ts";
import type { StreamPlace } from "#app/checkpoints/checkpoint.ts";
import { type Seals, sealKey } from "./check-audit-lines.ts";
import { readDecisionLine } from "./decision-line.ts";
import type { LineCheck, LineFault } from "./line-check.ts";
import type { Manifest } from "./manifest.ts";
import type { PackFaultCode } from "./pack-report.ts";

const codes = {
  missing: "row_missing",
  altered: "row_altered",
  unlinked: "row_unlinked",
} as const satisfies Record<string, PackFaultCode>;

/** Whether all decisions of a batch are there, each in its place. */
function faultIn({ seq, rows }: DecisionBatch, decisions: readonly ChainedDecision[]): PackFaultCode | null {
  if (decisions.length < rows) return "row_missing";
  if (decisions.some(({ batch }) => batch !== seq)) return "row_unexpected";
  return decisions.every(({ position }, index) => position === index) ? null : "row_altered";
}

/** Whether a batch follows from the one before, and its hash from what it says. */
function faultAfter(
  before: { seq: number; hash: string },
  batch: DecisionBatch,
  decisions: readonly ChainedDecision[],
): PackFaultCode | null {
  const broken = findBatchBreak([{ ...batch, decisions: writeDecisions(decisions) }], before);
  return broken && codes[broken.reason];
}

/**
 * Walks the decisions of a pack, stream by stream: each batch has to follow from the one before it, its decisions from its
 * hash, and where the audit log or the checkpoint has sealed a batch, it has to be that one.
 */
export function checkDecisionLines(
  { streams, workspace }: Pick<Manifest, "streams" | "workspace">,
  places: readonly StreamPlace[],
  seals: Seals,
): LineCheck {
  let lines = 0;
  let at = 0;
  let last: { seq: number; hash: string } | null = null;
  let open: { batch: DecisionBatch; decisions: ChainedDecision[] } | null = null;
  const signed = Map.groupBy(places, ({ stream, seq }) => sealKey(stream, seq));

  /** Judges the batch whose decisions have all been read. */
  const close = (): LineFault | null => {
    if (open === null) return null;
    const { batch, decisions } = open;
    const { stream, seq } = batch;
    const detail = `batch ${seq} of stream ${stream}`;
    open = null;
    const first = streams[at]?.first ?? 0;
    // What comes before the period is not in the pack; the hash of it is, and the batches from here on are bound to it.
    const before = last ?? { seq: first - 1, hash: first === 1 ? genesis : batch.prevHash };
    const code = faultIn(batch, decisions) ?? faultAfter(before, batch, decisions);
    if (code) return { code, detail };
    const key = sealKey(stream, seq);
    if ((seals.get(key) ?? batch.hash) !== batch.hash) return { code: "seal_differs", detail };
    if (signed.get(key)?.some(({ hash }) => hash !== batch.hash)) return { code: "checkpoint_differs", detail };
    last = { seq, hash: batch.hash };
    return null;
  };

  /** Goes on to the next stream where this one has come to its end. */
  const begin = (batch: DecisionBatch): LineFault | null => {
    if (last !== null && last.seq === streams[at]?.last) {
      at += 1;
      last = null;
    }
    const detail = `batch ${batch.seq} of stream ${batch.stream}`;
    if (batch.workspaceId !== workspace.id) return { code: "row_unexpected", detail };
    if (batch.stream !== streams[at]?.stream) return { code: "row_missing", detail };
    open = { batch, decisions: [] };
    return null;
  };

  return {
    line(text) {
      lines += 1;
      const read = readDecisionLine(text);
      if (!read) return { code: "malformed", detail: null };
      if ("batch" in read) return close() ?? begin(read.batch);
      if (open === null || open.decisions.length >= open.batch.rows) return { code: "row_unexpected", detail: null };
      open.decisions.push(read.decision);
      return null;
    },
    end() {
      const fault = close();
      if (fault) return fault;
      const isWhole = streams.length === 0 ? lines === 0 : at === streams.length - 1 && last?.seq === streams[at]?.last;
      return isWhole ? null : { code: "row_missing", detail: `stream ${streams[at]?.stream ?? ""}` };
    },
    rows: () => lines,
  };
}
