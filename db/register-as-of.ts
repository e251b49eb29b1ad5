import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { type Db, textIn } from "./connect.ts";

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

/** Counts the records that were live at an instant, of all or of some. */
export async function countLiveAsOf(
  db: Db,
  workspaceId: string,
  { at, ids }: { at: Instant; ids: readonly string[] | null },
): Promise<number> {
  if (ids?.length === 0) return 0;
  const kept = (key: "startsAt" | "endsAt") => textIn(db, sql<string>`${sql.ref("active.body")}`, key);
  // What an active record said is kept beside the revisions, in short, under the same version. It is read where it lies:
  // in a large register, to take all of that apart here takes longer than finding it.
  const { count } = await db
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
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("exceptions.workspaceId", "=", workspaceId)
    .where("exceptions.createdAt", "<=", at)
    .where("exceptions.activatedAt", "<=", at)
    .where(kept("startsAt"), "<=", at)
    .where(kept("endsAt"), ">", at)
    .$if(ids !== null, (some) => some.where("exceptions.id", "in", [...(ids ?? [])]))
    .executeTakeFirstOrThrow();
  return count;
}

function recordOf(body: string): Exception {
  return JSON.parse(body) as Exception; // cast: written only by insertRevision
}
