import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

type Place = { workspaceId: string; address: string };

/** So many failures in so long a time close a place. One account is closed after far fewer. */
const most = 200;
const windowMs = 15 * 60_000;

const windowBefore = (now: Instant): Instant => new Date(Date.parse(now) - windowMs).toISOString();

/** Whether sign-ins from a place have failed too often for it to go on. */
export async function isPlaceClosed(db: Db, { workspaceId, address }: Place, now: Instant): Promise<boolean> {
  const counted = await db
    .selectFrom("addressAttempts")
    .select("failures")
    .where("workspaceId", "=", workspaceId)
    .where("address", "=", address)
    .where("begunAt", ">", windowBefore(now))
    .executeTakeFirst();
  return counted !== undefined && counted.failures >= most;
}

/**
 * Counts a failed sign-in from a place.
 * @throws inside a transaction, since a rollback would forget it.
 */
export async function noteFailureFrom(db: Db, { workspaceId, address }: Place, now: Instant): Promise<void> {
  if (db.isTransaction) throw new Error("a failed sign-in was counted inside a transaction, expected outside of any");
  await db
    .insertInto("addressAttempts")
    .values({ workspaceId, address, begunAt: now, failures: 1 })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "address"]).doUpdateSet((eb) => {
        const begunAt = eb.ref("addressAttempts.begunAt");
        const isOver = eb(begunAt, "<=", windowBefore(now));
        return {
          begunAt: eb.case().when(isOver).then(now).else(begunAt).end(),
          failures: eb
            .case()
            .when(isOver)
            .then(1)
            .else(eb("addressAttempts.failures", "+", 1))
            .end(),
        };
      }),
    )
    .execute();
}

/** Forgets the places whose time is over; returns how many there were. */
export async function forgetPlaces(db: Db, workspaceId: string, now: Instant): Promise<number> {
  const gone = await db
    .deleteFrom("addressAttempts")
    .where("workspaceId", "=", workspaceId)
    .where("begunAt", "<=", windowBefore(now))
    .returning("address")
    .execute();
  return gone.length;
}
