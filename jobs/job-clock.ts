import type { Instant } from "#app/engine/types.ts";
import { heldTime } from "#app/job-runs/held-time.ts";
import { addHours } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { insertDowntime } from "#db/downtimes.ts";
import { beginJobClock, findJobClock, setJobClock } from "#db/job-clocks.ts";
import type { JobLog } from "./job.ts";

/** Nobody misses the jobs for less. */
const leastHoursMissed = 1;
/** The time is noted this often at most, so that looking costs no write. */
const notedEveryMs = 30_000;

const leastMsToldOf = 60_000;

/** What time it is for the jobs of a workspace. */
export type JobClock = (workspaceId: string, now: Instant) => Promise<Instant>;

/**
 * Keeps time for the jobs: it never goes behind what any node has seen in this database, so a clock that is set back, by up
 * to two days, neither repeats a slot nor un-expires anything; the jobs wait until it has caught up. Set back further, it is
 * believed. Where nothing ran for more than an hour, that is noted, once.
 */
export function keepJobClock(db: Db, log: JobLog): JobClock {
  const warnedOf = new Map<string, Instant>();
  return async (workspaceId, now) => {
    const seenAt = await findJobClock(db, workspaceId);
    if (seenAt === null) {
      await beginJobClock(db, workspaceId, now);
      return now;
    }
    if (seenAt <= now) {
      if (Date.parse(now) - Date.parse(seenAt) >= notedEveryMs)
        await moveOn(db, workspaceId, { from: seenAt, to: now });
      return now;
    }
    if (heldTime(seenAt, now) === now) {
      const isFirst = await setJobClock(db, workspaceId, { from: seenAt, to: now });
      if (isFirst) log.warn({ workspaceId, now, seenAt }, "the clock was far ahead; the jobs follow it back");
      return now;
    }
    // The clocks of two nodes differ by a little, always.
    const isNews = Date.parse(seenAt) - Date.parse(now) > leastMsToldOf && warnedOf.get(workspaceId) !== seenAt;
    if (isNews) log.warn({ workspaceId, now, seenAt }, "the clock went back; the jobs wait");
    warnedOf.set(workspaceId, seenAt);
    return seenAt;
  };
}

async function moveOn(db: Db, workspaceId: string, { from, to }: { from: Instant; to: Instant }): Promise<void> {
  const isMissed = from < addHours(to, -leastHoursMissed);
  if (!isMissed) {
    await setJobClock(db, workspaceId, { from, to });
    return;
  }
  await db.transaction().execute(async (tx) => {
    if (await setJobClock(tx, workspaceId, { from, to }))
      await insertDowntime(tx, workspaceId, { beganAt: from, endedAt: to });
  });
}
