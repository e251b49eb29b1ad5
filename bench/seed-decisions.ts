import { sql } from "kysely";
import type { Db } from "#db/connect.ts";
import type { Register } from "./register.ts";

type Recorded = { decisions: number; people: number; at: string };

/** Decisions of one second of a busy server share a batch. */
const rowsInBatch = 50;
const noHash = "0".repeat(64);

/**
 * Fills a register with so many recorded decisions of people spread over it, each as the product records it and each
 * resting on an exception of its own. By one statement per table, so without the chain: replaying does
 * not look at it, and the nightly check of a server on this register says that it is broken.
 */
export async function seedDecisions(
  db: Db,
  { workspaceId, recordedBody }: Register,
  { decisions, people, at }: Recorded,
): Promise<void> {
  const batches = Math.ceil(decisions / rowsInBatch);
  const numbers = (count: number) =>
    sql`with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${sql.lit(count)})`;
  // The one that was recorded is that of person 1.
  const template = recordedBody.replaceAll("EXC-2026-1", "EXC-2026-#").replaceAll("user1@", "user#@");
  const person = sql`(1 + (i * 7919) % ${sql.lit(people)})`;
  await sql`insert into exemption_versions (workspace_id, exception_id, version, body)
    select workspace_id, id, version, '{"state":"active","effect":"' || effect || '","factors":' || factors || ',"scope":' || scope
      || ',"startsAt":"' || starts_at || '","endsAt":"' || ends_at || '"}' from exceptions`.execute(db);
  await sql`insert into decisions (workspace_id, stream, batch, position, at, subject_id, application_id, outcome, reason,
      exception_id, body)
    ${numbers(decisions)} select ${workspaceId}, 'bench', 1 + (i - 1) / ${sql.lit(rowsInBatch)}, (i - 1) % ${sql.lit(rowsInBatch)},
      ${at}, 'usr_' || ${person}, 'payroll', 'allow', 'MFA_EXCEPTION_APPLIED', 'EXC-2026-' || ${person},
      replace(${template}, '#', ${person}) from numbers`.execute(db);
  await sql`insert into decision_batches (workspace_id, stream, seq, at, rows, prev_hash, hash)
    ${numbers(batches)} select ${workspaceId}, 'bench', i, ${at}, ${sql.lit(rowsInBatch)}, ${noHash}, ${noHash} from numbers`.execute(
    db,
  );
}
