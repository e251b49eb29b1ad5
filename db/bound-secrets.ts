import type { Instant } from "#app/engine/types.ts";
import type { CategoryId } from "#app/register/category.ts";
import type { Db } from "./connect.ts";

const prefix = "service_principal:";

/** A record in force by which a service principal signs in. */
export type BoundRecord = {
  principalId: string;
  workspaceId: string;
  id: string;
  title: string;
  category: CategoryId;
  categoryVersion: number | null;
  ownerId: string | null;
  activatedAt: Instant;
};

type Asked = {
  now: Instant;
  /** The service principal that ended the page before. */
  after: string | null;
  limit: number;
};

/**
 * Returns the records in force that name service principals, by service principal. None is cut in two:
 * `next` is the last one that came whole, where there are more.
 */
export async function listBoundRecords(
  db: Db,
  workspaceId: string,
  { now, after, limit }: Asked,
): Promise<{ records: BoundRecord[]; next: string | null }> {
  let query = boundRecords(db, workspaceId, now).where("named.target", "like", `${prefix}%`);
  if (after !== null) query = query.where("named.target", ">", `${prefix}${after}`);
  const rows = (await query.orderBy("named.target").orderBy("exceptions.id").limit(limit).execute()).map(recordOf);
  if (rows.length < limit) return { records: rows, next: null };
  const last = rows.at(-1)?.principalId;
  const whole = rows.filter(({ principalId }) => principalId !== last);
  // Of one that alone fills the page, the first records are enough to say when it is due.
  const records = whole.length > 0 ? whole : rows;
  return { records, next: records.at(-1)?.principalId ?? null };
}

/** Returns the records in force that name one service principal. */
export async function listRecordsOfPrincipal(
  db: Db,
  workspaceId: string,
  { principalId, now }: { principalId: string; now: Instant },
): Promise<BoundRecord[]> {
  const rows = await boundRecords(db, workspaceId, now)
    .where("named.target", "=", `${prefix}${principalId}`)
    .orderBy("exceptions.id")
    .limit(200)
    .execute();
  return rows.map(recordOf);
}

function boundRecords(db: Db, workspaceId: string, now: Instant) {
  return db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", (join) =>
      join.onRef("exceptions.workspaceId", "=", "named.workspaceId").onRef("exceptions.id", "=", "named.exceptionId"),
    )
    .select([
      "named.target",
      "exceptions.workspaceId",
      "exceptions.id",
      "exceptions.title",
      "exceptions.category",
      "exceptions.categoryVersion",
      "exceptions.ownerId",
      "exceptions.activatedAt",
      "exceptions.startsAt",
    ])
    .where("named.workspaceId", "=", workspaceId)
    .where("exceptions.state", "=", "active")
    .where("exceptions.startsAt", "<=", now)
    .where("exceptions.endsAt", ">", now);
}

type Row = Omit<BoundRecord, "principalId" | "category" | "activatedAt"> & {
  target: string;
  category: string;
  activatedAt: string | null;
  startsAt: string;
};

function recordOf({ target, category, activatedAt, startsAt, ...row }: Row): BoundRecord {
  return {
    ...row,
    principalId: target.slice(prefix.length),
    category: category as CategoryId, // cast: written from the union
    activatedAt: activatedAt ?? startsAt,
  };
}
