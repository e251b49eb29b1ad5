import type { AuditRow } from "#app/audit/chain.ts";
import type { EventType } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { withKeptTexts } from "./audit-personal.ts";
import type { Db } from "./connect.ts";

/** What the log is asked for; what is left out, empty or null means "any". */
export type TrailQuery = {
  types: readonly string[];
  subjectId?: string;
  actorId?: string;
  /** From this instant on. */
  from?: Instant | null;
  /** Before this instant. */
  to?: Instant | null;
  /** Only what came before this row; null for the newest. */
  before?: number | null;
  limit: number;
};

/**
 * Returns a page of the audit log, newest first: by their instants, and by their place in the chain within one. Whatever is
 * asked for is a stretch of one index for each type, so that a page costs the same however long the log is.
 */
export async function auditTrail(
  db: Db,
  workspaceId: string,
  query: TrailQuery,
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const seq = query.before ?? null;
  const before = seq === null ? null : await placeOf(db, workspaceId, seq);
  if (before === undefined) return { rows: [], next: null };
  const stretch = (type: string | null) => stretchOf(db, workspaceId, { ...query, type, before });
  const [first, ...others] = query.types.length === 0 ? [stretch(null)] : query.types.map(stretch);
  if (first === undefined) return { rows: [], next: null };
  // SQLite takes no parentheses around the parts of a union, so each is a table of its own.
  const all = others.reduce(
    (union, other) => union.unionAll(db.selectFrom(other.as("part")).selectAll()),
    db.selectFrom(first.as("part")).selectAll(),
  );
  const rows = await (others.length === 0
    ? first.execute()
    : db
        .selectFrom(all.as("parts"))
        .selectAll()
        .orderBy("at", "desc")
        .orderBy("seq", "desc")
        .limit(query.limit + 1)
        .execute());
  const page = rows.slice(0, query.limit);
  return {
    rows: await withKeptTexts(db, workspaceId, page),
    next: rows.length > query.limit ? (page.at(-1)?.seq ?? null) : null,
  };
}

type Place = { at: Instant; seq: number };

function placeOf(db: Db, workspaceId: string, seq: number): Promise<Place | undefined> {
  return db
    .selectFrom("auditEvents")
    .select(["at", "seq"])
    .where("workspaceId", "=", workspaceId)
    .where("seq", "=", seq)
    .executeTakeFirst();
}

type Stretch = Omit<TrailQuery, "types" | "before"> & { type: string | null; before: Place | null };

function stretchOf(db: Db, workspaceId: string, { type, subjectId, actorId, from, to, before, limit }: Stretch) {
  let query = db.selectFrom("auditEvents").selectAll().where("workspaceId", "=", workspaceId);
  if (type !== null) query = query.where("type", "=", type);
  if (subjectId) query = query.where("subjectId", "=", subjectId);
  if (actorId) query = query.where("actorId", "=", actorId);
  if (from) query = query.where("at", ">=", from);
  if (to) query = query.where("at", "<", to);
  if (before)
    query = query
      .where("at", "<=", before.at)
      .where((eb) => eb.or([eb("at", "<", before.at), eb("seq", "<", before.seq)]));
  return query
    .orderBy("at", "desc")
    .orderBy("seq", "desc")
    .limit(limit + 1);
}

/** Returns one row of the log as it is stored, and the row after it in the chain. */
export async function findEvent(
  db: Db,
  workspaceId: string,
  seq: number,
): Promise<{ row: AuditRow; next: AuditRow | null } | undefined> {
  const [row, next] = await db
    .selectFrom("auditEvents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("seq", "in", [seq, seq + 1])
    .orderBy("seq")
    .execute();
  return row?.seq === seq ? { row, next: next ?? null } : undefined;
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
