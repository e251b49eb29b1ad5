import { createTask } from "node-cron";
import type { Instant } from "#app/engine/types.ts";

const minuteMs = 60_000;
const furthestDays = 8;

/**
 * Returns the last instant at or before `now` at which a cron expression was due, in UTC.
 * @throws when it was not due within eight days; no job of ours is that rare.
 */
export function latestSlot(cron: string, now: Instant): Instant {
  // Only its arithmetic is used: a task that is never started does nothing.
  const task = createTask(cron, () => undefined, { timezone: "Etc/UTC" });
  const latest = Math.floor(Date.parse(now) / minuteMs) * minuteMs;
  const furthest = latest - furthestDays * 24 * 60 * minuteMs;
  for (let at = latest; at >= furthest; at -= minuteMs) {
    const slot = new Date(at);
    if (task.match(slot)) return slot.toISOString();
  }
  throw new Error(`"${cron}" was not due in the last ${furthestDays} days`);
}
