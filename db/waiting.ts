import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";
import { areAmong, type RecordIds } from "./records-within.ts";

/** Where a page of what waits begins: after the record with this wait and id. */
export type WaitingPlace = { waitingSince: Instant; id: string };

/** Returns the records that wait for approvers, the longest waiting first; what has ended by itself is left out. */
export async function listWaiting(
  db: Db,
  workspaceId: string,
  { now, after, limit, ids = null }: { now: Instant; after: WaitingPlace | null; limit: number; ids?: RecordIds },
): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("waitingSince", "is not", null)
    .where((eb) => eb.or([eb("state", "in", ["submitted", "assessed"]), eb("endsAt", ">", now)]))
    .where((eb) => areAmong(db, eb, ids))
    .$if(after !== null, (builder) =>
      builder.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("waitingSince", "id"), ">", tuple(after?.waitingSince ?? "", after?.id ?? "")),
      ),
    )
    .orderBy("waitingSince")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(exceptionOf);
}

/** Returns what runs by one approver's word alone and has not ended, the one that ends first at the top. */
export async function listUnratified(db: Db, workspaceId: string, now: Instant): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("waitingSince", "is not", null)
    .where("state", "=", "active")
    .where("emergency", "is not", null)
    .where("extension", "is", null)
    .where("endsAt", ">", now)
    .orderBy("endsAt")
    .limit(20)
    .execute();
  return rows.map(exceptionOf);
}
