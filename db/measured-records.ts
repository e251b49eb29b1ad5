import { sql } from "kysely";
import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { MeasuredRecord } from "#app/reports/measured-rows.ts";
import type { Db } from "./connect.ts";
import { registerAsOf } from "./register-as-of.ts";

/** A record as far as it says so itself; when it was decided and whether it was used lies beside it. */
export type PlainRecord = Omit<MeasuredRecord, "decidedAt" | "isUsed">;

const columns = [
  "id",
  "state",
  "category",
  "rating",
  "ownerId",
  "startsAt",
  "endsAt",
  "submittedAt",
  "activatedAt",
  "endedAt",
  "updatedAt",
  "waitingSince",
  "nextReviewAt",
  "controlCount",
  "extensionCount",
] as const;

type Page = { after: string; limit: number };

/** Returns what the figures look at of the records as they are, from one id on. */
export async function measuredNow(db: Db, workspaceId: string, { after, limit }: Page): Promise<PlainRecord[]> {
  const rows = await recordsOf(db, workspaceId).where("id", ">", after).orderBy("id").limit(limit).execute();
  return rows.map(recordOf);
}

/** Returns the same of the records with these ids. */
export async function measuredById(db: Db, workspaceId: string, ids: readonly string[]): Promise<PlainRecord[]> {
  const records: PlainRecord[] = [];
  for (let start = 0; start < ids.length; start += mostIds) {
    const rows = await recordsOf(db, workspaceId)
      .where("id", "in", ids.slice(start, start + mostIds))
      .execute();
    records.push(...rows.map(recordOf));
  }
  return records;
}

/** Returns the ids of the records that were refused, or closed, after an instant. */
export async function endedSince(db: Db, workspaceId: string, since: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", ["rejected", "closed"])
    .where("updatedAt", ">", since)
    .execute();
  return rows.map(({ id }) => id);
}

const mostIds = 500;

function recordsOf(db: Db, workspaceId: string) {
  return db.selectFrom("exceptions").select(columns).where("workspaceId", "=", workspaceId);
}

function recordOf<Row extends { state: string }>(row: Row) {
  return { ...row, state: row.state as ExceptionState }; // cast: written from the union
}

/** Returns the same as the records were at an instant, by their revisions; a record of then without one makes it incomplete. */
export async function measuredAt(
  db: Db,
  workspaceId: string,
  { at, after, limit }: Page & { at: Instant },
): Promise<{ records: PlainRecord[]; last: string | null; isComplete: boolean }> {
  const past = await registerAsOf(db, workspaceId, { at, after, limit });
  const records = past.flatMap(({ record }) => (record === null ? [] : [measuredOf(record)]));
  return { records, last: past.at(-1)?.id ?? null, isComplete: records.length === past.length };
}

function measuredOf({ compensatingControls, ...record }: Exception): PlainRecord {
  const { id, state, category, rating, ownerId, startsAt, endsAt, submittedAt, activatedAt, endedAt } = record;
  const { updatedAt, waitingSince, nextReviewAt, extensionCount } = record;
  const times = { startsAt, endsAt, submittedAt, activatedAt, endedAt, updatedAt, waitingSince, nextReviewAt };
  return { id, state, category, rating, ownerId, ...times, controlCount: compensatingControls.length, extensionCount };
}

/** Returns the instants at which records were agreed to in a stretch of time, the end included, by record. */
export async function approvedWithin(
  db: Db,
  workspaceId: string,
  { since, until }: { since: Instant; until: Instant },
): Promise<Map<string, Instant[]>> {
  const rows = await db
    .selectFrom("approvals")
    .select(["exceptionId", "at"])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">", since)
    .where("at", "<=", until)
    .execute();
  const approved = new Map<string, Instant[]>();
  for (const { exceptionId, at } of rows) {
    const known = approved.get(exceptionId);
    if (known) known.push(at);
    else approved.set(exceptionId, [at]);
  }
  return approved;
}

/** Returns which of these records, from one id to another, a sign-in had rested on before an instant, as far as decisions have been gathered. */
export async function usedBefore(
  db: Db,
  workspaceId: string,
  { at, first, last }: { at: Instant; first: string; last: string },
): Promise<Set<string>> {
  // Uses are counted by the quarter of an hour in which they were; every day begins with one. A record has many of them, so
  // the first is looked up for each record.
  const { rows } = await sql<{ id: string }>`select id from exceptions
    where workspace_id = ${workspaceId} and id >= ${first} and id <= ${last}
      and (select min(q.value) from exception_usage q where q.workspace_id = ${workspaceId}
        and q.exception_id = exceptions.id and q.facet = 'quarter') < ${at.slice(0, 16)}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
