import { randomUUID } from "node:crypto";
import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { type RunKey, renewLease } from "#db/job-runs.ts";

const minuteMs = 60_000;
/** Long enough for a process that is only slow to say in time that it lives. */
const leaseHours = 5 / 60;

/** Returns until when a run belongs to whoever says at an instant that they live. */
export function leaseFrom(at: Instant): Instant {
  return addHours(at, leaseHours);
}

/** Returns a name for one process's claim on one run. */
export function newHolder(): string {
  return randomUUID();
}

/** Says every minute that the holder of a run lives, until it is stopped. */
export function keepLease(
  db: Db,
  key: RunKey,
  { holder, now }: { holder: string; now: Instant },
): { stop(): Promise<void> } {
  const begun = performance.now();
  let underWay: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    const at = new Date(Date.parse(now) + performance.now() - begun).toISOString();
    // Where it cannot be said, the lease ends: whoever takes the run over finds what is left to do.
    underWay = renewLease(db, key, { holder, leaseUntil: leaseFrom(at) }).catch(() => undefined);
  }, minuteMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
