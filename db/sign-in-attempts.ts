import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { mayEnter } from "./may-enter.ts";

/** A try that was counted before it was judged, and the lock that it begins should it fail. */
export type Attempt = { failures: number; lockedUntil: Instant | null };

type Account = { workspaceId: string; userId: string };

const firstLock = 5;
/** Minutes of the fifth failure in a row, the sixth, and so on; the last one is the ceiling. */
const lockMinutes = [1, 2, 4, 8, 15] as const;

/**
 * Counts a try on the account, ahead of judging it: many tries at once are counted one by one, and from the fifth
 * on the account is closed to the rest. Returns null, and counts nothing, for a closed, barred or unknown account.
 * @throws inside a transaction, since a rollback would forget the try.
 */
export async function takeAttempt(db: Db, { workspaceId, userId }: Account, now: Instant): Promise<Attempt | null> {
  if (db.isTransaction) throw new Error("a sign-in attempt was counted inside a transaction, expected outside of any");
  const attempt = await db
    .updateTable("users")
    .set((eb) => {
      const failures = eb("failedAttempts", "+", 1);
      let until = eb.case().when(failures, "<", firstLock).then(eb.val<string | null>(null));
      for (const [index, minutes] of lockMinutes.slice(0, -1).entries())
        until = until.when(failures, "=", firstLock + index).then(minutesAfter(now, minutes));
      return { failedAttempts: failures, lockedUntil: until.else(minutesAfter(now, lockMinutes[4])).end() };
    })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .where(mayEnter(now))
    .where((eb) => eb.or([eb("lockedUntil", "is", null), eb("lockedUntil", "<=", now)]))
    .returning(["failedAttempts as failures", "lockedUntil"])
    .executeTakeFirst();
  return attempt ?? null;
}

/** Takes a try back that turned out right but is not yet a complete sign-in; other people's failures stay counted. */
export async function giveBackAttempt(
  db: Db,
  { workspaceId, userId }: Account,
  { lockedUntil }: Attempt,
): Promise<void> {
  await db
    .updateTable("users")
    .set((eb) => ({
      failedAttempts: eb
        .case()
        .when("failedAttempts", ">", 0)
        .then(eb("failedAttempts", "-", 1))
        .else(0)
        .end(),
      // Only the lock that this very try began is lifted.
      lockedUntil: eb.case().when("lockedUntil", "=", lockedUntil).then(null).else(eb.ref("lockedUntil")).end(),
    }))
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .execute();
}

/**
 * Lifts the lock of an account and forgets its failures; returns what was lifted, or null where nothing was. An admin
 * who lifts it has taken the failures for the person's own.
 */
export async function clearLock(
  tx: Db,
  { workspaceId, userId }: Account,
  now: Instant,
): Promise<{ failures: number; until: Instant } | null> {
  const account = await tx
    .selectFrom("users")
    .select(["failedAttempts as failures", "lockedUntil as until"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .executeTakeFirst();
  const until = account?.until ?? null;
  if (!account || until === null || until <= now) return null;
  const lifted = await tx
    .updateTable("users")
    .set({ failedAttempts: 0, lockedUntil: null })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .where("lockedUntil", "=", until)
    .returning("id")
    .executeTakeFirst();
  return lifted ? { failures: account.failures, until } : null;
}

/** Forgets the failures of somebody who has shown a second factor, and the lock that tries at the same time began. */
export async function forgetFailures(tx: Db, { workspaceId, userId }: Account): Promise<void> {
  await tx
    .updateTable("users")
    .set({ failedAttempts: 0, lockedUntil: null })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .execute();
}

/** Notes that somebody's factors were taken away; no time to enrol that began before is left to them. */
export async function noteFactorsReset(tx: Db, { workspaceId, userId }: Account, now: Instant): Promise<void> {
  await tx
    .updateTable("users")
    .set({ factorsResetAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .execute();
}

/** Notes a complete sign-in and forgets the failures before it; false for somebody barred from signing in. */
export async function noteSignIn(tx: Db, { workspaceId, userId }: Account, now: Instant): Promise<boolean> {
  const noted = await tx
    .updateTable("users")
    .set((eb) => ({
      failedAttempts: 0,
      lockedUntil: null,
      firstSignInAt: eb.fn.coalesce("firstSignInAt", eb.val(now)),
      lastSignInAt: now,
    }))
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .where(mayEnter(now))
    .returning("id")
    .executeTakeFirst();
  return noted !== undefined;
}

function minutesAfter(now: Instant, minutes: number): Instant {
  return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}
