import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

type Period = { from: Instant; to: Instant };

/** Returns the last row of the audit log that was written before an instant; 0 where there is none. */
export async function lastSeqBefore(db: Db, workspaceId: string, before: Instant): Promise<number> {
  const { seq } = await db
    .selectFrom("auditEvents")
    .select((eb) => eb.fn.max("seq").as("seq"))
    .where("workspaceId", "=", workspaceId)
    .where("at", "<", before)
    .executeTakeFirstOrThrow();
  return seq ?? 0;
}

/** A record of which something was changed: how often, and when first and last. */
export type TouchedRecord = { id: string; changes: number; firstAt: Instant; lastAt: Instant };

/** Returns the records of which something was changed in a period, in the order of their ids. */
export async function touchedRecords(db: Db, workspaceId: string, { from, to }: Period): Promise<TouchedRecord[]> {
  return db
    .selectFrom("exceptionRevisions")
    .select((eb) => [
      "exceptionId as id",
      eb.fn.countAll<number>().as("changes"),
      eb.fn.min("at").as("firstAt"),
      eb.fn.max("at").as("lastAt"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">=", from)
    .where("at", "<", to)
    .groupBy("exceptionId")
    .orderBy("exceptionId")
    .execute();
}

/** Returns the ids of the records that were in force at some instant of a period, those that ended last first. */
export async function inForceDuring(db: Db, workspaceId: string, { from, to }: Period): Promise<string[]> {
  const rows = await db
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("activatedAt", "<", to)
    .where("startsAt", "<", to)
    .where("endsAt", ">", from)
    .where((eb) => eb.or([eb("endedAt", "is", null), eb("endedAt", ">", from)]))
    .orderBy("endsAt", "desc")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
