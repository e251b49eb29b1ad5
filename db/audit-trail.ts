import type { AuditRow } from "#app/audit/chain.ts";
import type { EventType } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { withKeptTexts } from "./audit-personal.ts";
import type { Db } from "./connect.ts";

/** What the log is asked for; empty texts and null mean "any". */
export type TrailQuery = {
  type: string;
  subjectId: string;
  actorId: string;
  /** Only rows before this seq; null for the newest. */
  before: number | null;
  limit: number;
};

/** Returns a page of the audit log, newest first. */
export async function auditTrail(
  db: Db,
  workspaceId: string,
  query: TrailQuery,
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const rows = await db
    .selectFrom("auditEvents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .$if(query.type !== "", (builder) => builder.where("type", "=", query.type))
    .$if(query.subjectId !== "", (builder) => builder.where("subjectId", "=", query.subjectId))
    .$if(query.actorId !== "", (builder) => builder.where("actorId", "=", query.actorId))
    .$if(query.before !== null, (builder) => builder.where("seq", "<", query.before ?? 0))
    .orderBy("seq", "desc")
    .limit(query.limit + 1)
    .execute();
  const page = rows.slice(0, query.limit);
  return {
    rows: await withKeptTexts(db, workspaceId, page),
    next: rows.length > query.limit ? (page.at(-1)?.seq ?? null) : null,
  };
}

/** Which part of what happened to a subject; the newest 500 events of every type unless it says otherwise. */
export type HistoryPage = {
  /** Types that are left out. */
  without?: readonly EventType[];
  /** Only rows before this seq; null for the newest. */
  before?: number | null;
  limit?: number;
};

/** Returns what happened to one subject, oldest first. */
export async function historyOf(
  db: Db,
  workspaceId: string,
  subject: { kind: string; id: string },
  { without = [], before = null, limit = 500 }: HistoryPage = {},
): Promise<AuditRow[]> {
  const rows = await db
    .selectFrom("auditEvents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", subject.kind)
    .where("subjectId", "=", subject.id)
    .$if(without.length > 0, (builder) => builder.where("type", "not in", without))
    .$if(before !== null, (builder) => builder.where("seq", "<", before ?? 0))
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return withKeptTexts(db, workspaceId, rows.reverse());
}

/** Returns what happened to each of several subjects up to an instant, oldest first; one without any is left out. */
export async function historiesOf(
  db: Db,
  workspaceId: string,
  { kind, ids, upTo }: { kind: string; ids: readonly string[]; upTo: Instant },
): Promise<Map<string, AuditRow[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("auditEvents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", kind)
    .where("subjectId", "in", [...ids])
    .where("at", "<=", upTo)
    .orderBy("seq")
    .execute();
  return Map.groupBy(rows, ({ subjectId }) => subjectId);
}

/** Returns when an event of one type last happened to each of several subjects; one without any is left out. */
export async function lastEvents(
  db: Db,
  workspaceId: string,
  { kind, ids, type }: { kind: string; ids: readonly string[]; type: EventType },
): Promise<Map<string, Instant>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("auditEvents")
    .select((eb) => ["subjectId", eb.fn.max("at").as("at")])
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", kind)
    .where("subjectId", "in", [...ids])
    .where("type", "=", type)
    .groupBy("subjectId")
    .execute();
  return new Map(rows.map(({ subjectId, at }) => [subjectId, at]));
}
