import type { Instant } from "#app/engine/types.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";

const dayMs = 86_400_000;
/** From so many days before on, what comes due is marked. */
const soonDays = 14;

/** How something that comes due again and again stands, in calendar days of the workspace. */
export type Standing = {
  /** When it was last done; null where it never was. */
  lastAt: Instant | null;
  dueAt: Instant;
  daysUsed: number;
  daysOf: number;
  /** Negative once it is overdue. */
  daysLeft: number;
  tone: "good" | "caution" | "danger";
};

type Known = { lastAt: Instant | null; since: Instant; dueAt: Instant; now: Instant; timeZone: string };

/** Counts the days since something was done, and those that are left. */
export function standingOf({ lastAt, since, dueAt, now, timeZone }: Known): Standing {
  const [begun, today, due] = [dayOf(since, timeZone), dayOf(now, timeZone), dayOf(dueAt, timeZone)];
  const daysLeft = due - today;
  const ahead = daysLeft <= soonDays ? "caution" : "good";
  const tone = dueAt <= now ? "danger" : ahead;
  return { lastAt, dueAt, daysUsed: today - begun, daysOf: due - begun, daysLeft, tone };
}

/** The number of the calendar day that an instant lies on in a zone. */
function dayOf(at: Instant, timeZone: string): number {
  return Date.parse(wallClockOf(at, timeZone).slice(0, 10)) / dayMs;
}
