import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";

/** A record as it stood; null for one of then of which no revision was kept. */
export type PastRecord = { id: string; record: Exception | null };

type Asked = {
  at: Instant;
  after: string;
  limit: number /** These alone, where some are named. */;
  ids?: readonly string[];
};

/** Returns the records that there were at an instant, as they stood then, from one id on in the order of ids. */
export async function registerAsOf(
  db: Db,
  workspaceId: string,
  { at, after, limit, ids }: Asked,
): Promise<PastRecord[]> {
  const rows = await db
    .selectFrom("exceptions")
    .leftJoin("exceptionRevisions as revision", (join) =>
      join
        .onRef("revision.workspaceId", "=", "exceptions.workspaceId")
        .onRef("revision.exceptionId", "=", "exceptions.id")
        .on("revision.version", "=", (eb) =>
          eb
            .selectFrom("exceptionRevisions as earlier")
            .select((earlier) => earlier.fn.max("earlier.version").as("version"))
            .whereRef("earlier.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("earlier.exceptionId", "=", "exceptions.id")
            .where("earlier.at", "<=", at),
        ),
    )
    .select(["exceptions.id", "revision.body"])
    .where("exceptions.workspaceId", "=", workspaceId)
    .where("exceptions.createdAt", "<=", at)
    .where("exceptions.id", ">", after)
    .$if(ids !== undefined, (some) => some.where("exceptions.id", "in", [...(ids ?? [])]))
    .orderBy("exceptions.id")
    .limit(limit)
    .execute();
  return rows.map(({ id, body }) => ({ id, record: body === null ? null : recordOf(body) }));
}

/** Counts the records that there were at an instant. */
export async function countAsOf(db: Db, workspaceId: string, at: Instant): Promise<number> {
  const { count } = await db
    .selectFrom("exceptions")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("createdAt", "<=", at)
    .executeTakeFirstOrThrow();
  return count;
}

/** What makes a record of then live or not. */
export type ActiveThen = Pick<Exception, "state" | "startsAt" | "endsAt">;

/** Returns the records that were active at an instant, of all or of some; from their start to their end they were live. */
export async function activeAsOf(
  db: Db,
  workspaceId: string,
  { at, ids }: { at: Instant; ids: readonly string[] | null },
): Promise<ActiveThen[]> {
  if (ids?.length === 0) return [];
  // What an active record said is kept beside the revisions, in short, under the same version.
  const rows = await db
    .selectFrom("exceptions")
    .innerJoin("exemptionVersions as active", (join) =>
      join
        .onRef("active.workspaceId", "=", "exceptions.workspaceId")
        .onRef("active.exceptionId", "=", "exceptions.id")
        .on("active.version", "=", (eb) =>
          eb
            .selectFrom("exceptionRevisions as earlier")
            .select((earlier) => earlier.fn.max("earlier.version").as("version"))
            .whereRef("earlier.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("earlier.exceptionId", "=", "exceptions.id")
            .where("earlier.at", "<=", at),
        ),
    )
    .select("active.body")
    .where("exceptions.workspaceId", "=", workspaceId)
    .where("exceptions.createdAt", "<=", at)
    .where("exceptions.activatedAt", "<=", at)
    .$if(ids !== null, (some) => some.where("exceptions.id", "in", [...(ids ?? [])]))
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as ActiveThen); // cast: written only by insertExemptionVersion
}

function recordOf(body: string): Exception {
  return JSON.parse(body) as Exception; // cast: written only by insertRevision
}
