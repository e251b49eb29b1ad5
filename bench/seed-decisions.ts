import { sql } from "kysely";
import { genesis } from "#app/audit/chain.ts";
import { hashBatch, writeDecisions } from "#app/audit/decision-chain.ts";
import type { Db } from "#db/connect.ts";
import type { Register } from "./register.ts";

type Recorded = { decisions: number; people: number; at: string };

/** Decisions of one second of a busy server share a batch. */
const rowsInBatch = 50;
const batchesAtOnce = 200;

/**
 * Fills a register with so many recorded decisions of people spread over it, each as the product records it and each
 * resting on an exception of its own.
 */
export async function seedDecisions(
  db: Db,
  { workspaceId, recordedBody }: Register,
  { decisions, people, at }: Recorded,
): Promise<void> {
  await sql`insert into exemption_versions (workspace_id, exception_id, version, body)
    select workspace_id, id, version, '{"state":"active","effect":"' || effect || '","factors":' || factors || ',"scope":' || scope
      || ',"startsAt":"' || starts_at || '","endsAt":"' || ends_at || '"}' from exceptions`.execute(db);
  const decisionOf = (number: number) => {
    const person = 1 + ((number * 7919) % people);
    // The one that was recorded is that of person 1.
    const body = recordedBody.replaceAll("EXC-2026-1", `EXC-2026-${person}`).replaceAll("user1@", `user${person}@`);
    const answered = { outcome: "allow", reason: "MFA_EXCEPTION_APPLIED", exceptionId: `EXC-2026-${person}` };
    return { at, subjectId: `usr_${person}`, applicationId: "payroll", ...answered, body };
  };
  let prevHash = genesis;
  const batchOf = (seq: number) => {
    const first = (seq - 1) * rowsInBatch + 1;
    const rows = Math.min(rowsInBatch, decisions - first + 1);
    const written = writeDecisions(Array.from({ length: rows }, (_, index) => decisionOf(first + index)));
    const batch = { workspaceId, stream: "bench", seq, at, rows, prevHash, decisions: written };
    prevHash = hashBatch(batch);
    return { ...batch, hash: prevHash };
  };
  const batches = Math.ceil(decisions / rowsInBatch);
  for (let seq = 1; seq <= batches; seq += batchesAtOnce) {
    const count = Math.min(batchesAtOnce, batches - seq + 1);
    await db
      .insertInto("decisionBatches")
      .values(Array.from({ length: count }, (_, index) => batchOf(seq + index)))
      .execute();
  }
}
