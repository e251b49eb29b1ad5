import { sql } from "kysely";
import type { Db } from "#db/connect.ts";

/** What a run leaves of itself, and what is made of chance: neither is an effect. */
const ofRuns = new Set(["job_runs", "job_clocks", "job_failures", "audit_head", "audit_personal"]);
const ofChance = new Set([
  "seq",
  "hash",
  "prev_hash",
  "row_key",
  "exception_row",
  "search_text",
  "duration_ms",
  "response",
]);

/** Returns everything that a workspace holds, whichever table it is in, as one sorted list for comparing. */
export async function effectsOf(db: Db, workspaceId: string, before?: readonly string[]): Promise<string[]> {
  const known = new Set(before?.join("\n").match(ids));
  const effects: string[] = [];
  for (const table of await db.introspection.getTables()) {
    if (table.isView || ofRuns.has(snake(table.name))) continue;
    if (!table.columns.some((column) => snake(column.name) === "workspace_id")) continue;
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table.name)} where workspace_id = ${workspaceId}`.execute(db);
    const columns = Object.keys(rows[0] ?? {})
      .filter((column) => !ofChance.has(snake(column)))
      .sort();
    // Thousands of rows are told, after each of hundreds of runs.
    for (const row of rows)
      effects.push(`${table.name} ${JSON.stringify(columns.map((column) => [column, row[column]]))}`);
  }
  const isNew = (id: string) => before !== undefined && !known.has(id);
  return effects
    .map((effect) => effect.replace(ids, (id) => (isNew(id) ? "<new>" : id)).replace(hashes, "<hash>"))
    .sort();
}

/** Returns what was handed over, or is to be: not when, nor after how many attempts. */
export async function handedOver(db: Db, workspaceId: string): Promise<string[]> {
  const mails = await db
    .selectFrom("outbox")
    .select(["template", "toAddress", "data", "createdAt", "sentAt"])
    .where("workspaceId", "=", workspaceId)
    .execute();
  const told = await db
    .selectFrom("webhookMessages")
    .select(["endpointId", "seq", "type"])
    .where("workspaceId", "=", workspaceId)
    .execute();
  return [
    // By what they say, since a job that gives a receiver up queues some of its own.
    ...mails.map(({ sentAt, ...mail }) => `${JSON.stringify(mail)} ${sentAt === null ? "waits" : "sent"}`),
    ...told.map(({ endpointId, seq, type }) => `${endpointId} ${seq} ${type}`),
  ].sort();
}

const ids = /\b[a-z]{2,3}_[0-9a-z]{20}\b/g;
const hashes = /\b[0-9a-f]{64}\b/g;

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
