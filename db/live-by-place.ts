import { type RawBuilder, sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type Db, entriesOf, readBy } from "./connect.ts";
import { applicationsIn, type RecordIds } from "./records-within.ts";

/** How many live exceptions are of each owner, or name each application; "" stands for none. */
export type LiveCounts = Map<string, number>;

type Asked = { now: Instant; ids: RecordIds };

const isLive = (now: Instant) => sql`state = 'active' and starts_at <= ${now} and ends_at > ${now}`;
const areAmong = (db: Db, ids: RecordIds) =>
  ids === null ? sql`` : sql`and id in ${entriesOf(db, sql`${JSON.stringify(ids)}`)}`;

/**
 * Counts live exceptions by their owner. Those of a whole register are counted as they end later, which an index alone
 * tells, less those of them that are not live, which are few: to read every record for its owner takes ten times as long.
 */
export async function liveByOwner(db: Db, workspaceId: string, { now, ids }: Asked): Promise<LiveCounts> {
  const ofWorkspace = sql`workspace_id = ${workspaceId}`;
  if (ids !== null) return byOwner(db, sql`exceptions where ${ofWorkspace} and ${isLive(now)} ${areAmong(db, ids)}`);
  const counts = await byOwner(
    db,
    sql`${readBy(db, "exceptions", "exceptions_by_owner")} where ${ofWorkspace} and ends_at > ${now}`,
  );
  const measured = readBy(db, "exceptions", "exceptions_measured");
  const notLive = await byOwner(
    db,
    sql`exceptions where ${ofWorkspace} and id in (select id from ${measured}
      where ${ofWorkspace} and ends_at > ${now} and (state <> 'active' or starts_at > ${now}))`,
  );
  for (const [ownerId, count] of notLive) counts.set(ownerId, (counts.get(ownerId) ?? 0) - count);
  return new Map([...counts].filter(([, count]) => count > 0));
}

async function byOwner(db: Db, from: RawBuilder<unknown>): Promise<LiveCounts> {
  const { rows } = await sql<{ place: string | null; count: number }>`select owner_id as place, count(*) as count
    from ${from} group by owner_id`.execute(db);
  return new Map(rows.map(({ place, count }) => [place ?? "", Number(count)]));
}

/** Counts live exceptions by the applications that their scopes name; each scope is read, so it is for so many of them alone. */
export async function liveByApplication(db: Db, workspaceId: string, { now, ids }: Asked): Promise<LiveCounts> {
  const { rows } = await sql<{ scope: string }>`select scope from exceptions
    where workspace_id = ${workspaceId} and ${isLive(now)} ${areAmong(db, ids)}`.execute(db);
  const counts: LiveCounts = new Map();
  for (const { scope } of rows) {
    const named = applicationsIn(scope);
    for (const id of named.length === 0 ? [""] : new Set(named)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
