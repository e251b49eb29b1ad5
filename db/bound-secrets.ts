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
  const named = await namedPrincipals(db, workspaceId, { after, limit });
  const last = named.at(-1)?.target;
  const isLastPage = named.length < limit || last === undefined;
  const whole = isLastPage ? named : named.filter(({ target }) => target !== last);
  if (!isLastPage && whole.length === 0) {
    const principalId = last.slice(prefix.length);
    return { records: await listRecordsOfPrincipal(db, workspaceId, { principalId, now }), next: principalId };
  }
  const ids = [...new Set(whole.map(({ exceptionId }) => exceptionId))];
  const inForce =
    ids.length === 0 ? [] : await boundRecords(db, workspaceId, now).where("exceptions.id", "in", ids).execute();
  const targets = new Set(whole.map(({ target }) => target));
  const records = inForce.filter(({ target }) => targets.has(target)).map(recordOf);
  records.sort((one, other) => (one.principalId < other.principalId ? -1 : 1));
  return { records, next: isLastPage ? null : (whole.at(-1)?.target.slice(prefix.length) ?? null) };
}

/**
 * Returns a page of what names service principals, whether it is in force or not: judging the records beside them in one
 * statement makes SQLite go through all of those for each name. What begins with an "s" is less than "t" in any language.
 */
function namedPrincipals(db: Db, workspaceId: string, { after, limit }: Pick<Asked, "after" | "limit">) {
  return db
    .selectFrom("exceptionTargets")
    .select(["target", "exceptionId"])
    .where("workspaceId", "=", workspaceId)
    .where("target", after === null ? ">=" : ">", `${prefix}${after ?? ""}`)
    .where("target", "<", "t")
    .where("target", "like", `${prefix}%`)
    .orderBy("target")
    .orderBy("exceptionId")
    .limit(limit)
    .execute();
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
