import { z } from "zod";
import type { ChainedDecision, DecisionBatch } from "#app/audit/decision-chain.ts";
import { jsonOf } from "./audit-line.ts";

const text = z.string();
const whole = z.number().int();

/** A batch of decisions as it stands in a pack; the lines that follow are its decisions. */
const BatchLine = z.strictObject({
  batch: z.strictObject({
    workspace_id: text,
    stream: text,
    seq: whole,
    at: text,
    rows: whole,
    prev_hash: text,
    hash: text,
  }),
});

/** A decision; `body` is the text that was hashed, byte for byte. */
const DecisionLine = z.strictObject({
  decision: z.strictObject({
    batch: whole,
    position: whole,
    at: text,
    subject_id: text,
    application_id: text,
    outcome: text,
    reason: text,
    exception_id: text.nullable(),
    body: text,
  }),
});

export function batchLine({ workspaceId, stream, seq, at, rows, prevHash, hash }: DecisionBatch): string {
  const batch = { workspace_id: workspaceId, stream, seq, at, rows, prev_hash: prevHash, hash };
  return JSON.stringify({ batch } satisfies z.output<typeof BatchLine>);
}

export function decisionLine(row: ChainedDecision): string {
  const decision = {
    batch: row.batch,
    position: row.position,
    at: row.at,
    subject_id: row.subjectId,
    application_id: row.applicationId,
    outcome: row.outcome,
    reason: row.reason,
    exception_id: row.exceptionId,
    body: row.body,
  };
  return JSON.stringify({ decision } satisfies z.output<typeof DecisionLine>);
}

/** Reads such a line; null where it is neither, or says the same in other bytes. */
export function readDecisionLine(line: string): { batch: DecisionBatch } | { decision: ChainedDecision } | null {
  const value = jsonOf(line);
  const asBatch = BatchLine.safeParse(value);
  if (asBatch.success) {
    const { workspace_id, prev_hash, ...same } = asBatch.data.batch;
    const batch = { ...same, workspaceId: workspace_id, prevHash: prev_hash };
    return batchLine(batch) === line ? { batch } : null;
  }
  const asDecision = DecisionLine.safeParse(value);
  if (!asDecision.success) return null;
  const { subject_id, application_id, exception_id, ...same } = asDecision.data.decision;
  const decision = { ...same, subjectId: subject_id, applicationId: application_id, exceptionId: exception_id };
  return decisionLine(decision) === line ? { decision } : null;
}
