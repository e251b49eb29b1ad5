import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Ending } from "./expiry.ts";

/** The duty under which it is marked that a start was noted. */
export const startDuty = "exception_start";

const inForce: readonly ExceptionState[] = ["active", "suspended"];

/** Returns exceptions that were put in place before their start, which has come without being noted, the longest past first. */
export async function listUnnotedStarts(db: Db, workspaceId: string, now: Instant, limit: number): Promise<Ending[]> {
  return db
    .selectFrom("exceptions")
    .select(["id", "title", "startsAt", "endsAt", "rating", "ownerId", "requestorId"])
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", inForce)
    .whereRef("startsAt", ">", "activatedAt")
    .where("startsAt", "<=", now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("dutyNotices")
            .select("step")
            .whereRef("dutyNotices.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("dutyNotices.subjectId", "=", "exceptions.id")
            .where("dutyNotices.duty", "=", startDuty),
        ),
      ),
    )
    .orderBy("startsAt")
    .orderBy("id")
    .limit(limit)
    .execute();
}
