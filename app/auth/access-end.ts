import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { instantOf } from "#app/register/wall-clock.ts";

/** Who may be somebody to the register, as far as their own row says. */
type Person = { disabledAt: Instant | null; accessEndsAt: Instant | null };

/** How long an auditor may use the register unless somebody says otherwise, in days. */
export const usualAccessDays = 90;
/** And at most: a year, with what is left of its last day. */
export const mostAccessDays = 366;

/** Whether a person is nobody to the register any more: barred, or given access for a time that is over. */
export function isShutOut({ disabledAt, accessEndsAt }: Person, now: Instant): boolean {
  return disabledAt !== null || (accessEndsAt !== null && accessEndsAt <= now);
}

/** Whether access was given for a time, which is over. */
export function hasAccessEnded({ accessEndsAt }: Pick<Person, "accessEndsAt">, now: Instant): boolean {
  return accessEndsAt !== null && accessEndsAt <= now;
}

/** Returns the end of a day in a time zone: access until a day includes it. */
export function endOfDay(day: string, timeZone: string): Instant {
  const next = addDays(`${day}T00:00:00.000Z`, 1).slice(0, 10);
  return instantOf(`${next}T00:00`, timeZone);
}
