import type { Instant } from "#app/engine/types.ts";
import { instantOf, wallClockOf } from "#app/register/wall-clock.ts";
import type { MailRules, QuietHours } from "./choices.ts";
import type { Template } from "./templates.ts";
import { traits } from "./traits.ts";

/** What becomes of a message that is due: it leaves now or later, with others once a day, or not by mail. */
export type Mailing = { way: "now" } | { way: "later" | "digest"; at: Instant } | { way: "off" };

type Due = {
  template: Template;
  /** Null where an address is told and no account: the security contact, at once whatever happens. */
  toUserId: string | null;
  /** After the first attempt only quiet hours still hold a message up. */
  attempts: number;
};

/** Decides what becomes of a message by what its reader has chosen. */
export function mailingOf({ template, toUserId, attempts }: Due, rules: MailRules, now: Instant): Mailing {
  const { topic, isUrgent } = traits[template];
  if (isUrgent || toUserId === null) return { way: "now" };
  const mode = attempts > 0 ? "at_once" : rules.modes[topic];
  if (mode === "off") return { way: "off" };
  if (mode === "digest") return { way: "digest", at: nextDigestAt(rules, now) };
  const until = rules.quiet && quietUntil(rules.quiet, rules.timeZone, now);
  return until ? { way: "later", at: until } : { way: "now" };
}

/**
 * Returns when the quiet hours end in which an instant lies, or null where it lies in none. An end that a zone's clocks skip
 * is after the gap; of one that comes twice it is the first, after which it stays loud.
 */
export function quietUntil({ from, to }: QuietHours, timeZone: string, now: Instant): Instant | null {
  const wall = wallClockOf(now, timeZone);
  const [day, time] = [wall.slice(0, 10), wall.slice(11)];
  const isOverMidnight = from > to;
  const isQuiet = isOverMidnight ? time >= from || time < to : time >= from && time < to;
  if (!isQuiet) return null;
  const end = instantOf(`${isOverMidnight && time >= from ? dayAfter(day) : day}T${to}`, timeZone);
  return end > now ? end : null;
}

/**
 * Returns the next instant at which the clocks of the reader's zone show the hour of their digest: one on each calendar
 * day, also where the hour is skipped or comes twice.
 */
export function nextDigestAt(
  { digestHour, timeZone }: Pick<MailRules, "digestHour" | "timeZone">,
  now: Instant,
): Instant {
  const today = wallClockOf(now, timeZone).slice(0, 10);
  const hour = `${String(digestHour).padStart(2, "0")}:00`;
  const next = instantOf(`${today}T${hour}`, timeZone);
  return next > now ? next : instantOf(`${dayAfter(today)}T${hour}`, timeZone);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
