import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

type Place = { workspaceId: string; address: string };

/** So many failures in so long a time close a place. One account is closed after far fewer. */
const most = 200;
const windowMs = 15 * 60_000;

/**
 * Counts a try from a place ahead of judging it, so that many at once are counted one by one. False, and not counted,
 * for a place that has failed too often.
 * @throws inside a transaction, since a rollback would forget the try.
 */
export async function takeAddressAttempt(db: Db, { workspaceId, address }: Place, now: Instant): Promise<boolean> {
  if (db.isTransaction) throw new Error("a try was counted inside a transaction, expected outside of any");
  const since = new Date(Date.parse(now) - windowMs).toISOString();
  const taken = await db
    .insertInto("addressAttempts")
    .values({ workspaceId, address, begunAt: now, failures: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["workspaceId", "address"])
        .doUpdateSet((eb) => {
          const isOver = eb("addressAttempts.begunAt", "<=", since);
          return {
            begunAt: eb.case().when(isOver).then(now).else(eb.ref("addressAttempts.begunAt")).end(),
            failures: eb
              .case()
              .when(isOver)
              .then(1)
              .else(eb("addressAttempts.failures", "+", 1))
              .end(),
          };
        })
        .where((eb) => eb.or([eb("addressAttempts.begunAt", "<=", since), eb("addressAttempts.failures", "<", most)])),
    )
    .returning("failures")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Takes a try back that was no failure. */
export async function giveBackAddressAttempt(db: Db, { workspaceId, address }: Place): Promise<void> {
  await db
    .updateTable("addressAttempts")
    .set((eb) => ({ failures: eb("failures", "-", 1) }))
    .where("workspaceId", "=", workspaceId)
    .where("address", "=", address)
    .where("failures", ">", 0)
    .execute();
}

/** Forgets the places whose time is over; returns how many there were. */
export async function forgetAddressAttempts(db: Db, workspaceId: string, now: Instant): Promise<number> {
  const gone = await db
    .deleteFrom("addressAttempts")
    .where("workspaceId", "=", workspaceId)
    .where("begunAt", "<=", new Date(Date.parse(now) - windowMs).toISOString())
    .returning("address")
    .execute();
  return gone.length;
}
