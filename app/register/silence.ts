import type { Instant } from "#app/engine/types.ts";
import { reviewAfter } from "./cadence.ts";
import type { Silence } from "./category.ts";

/** What was said and done about one review that nobody answered. */
export type SilenceCase = {
  exceptionId: string;
  dueAt: Instant;
  remindedAt: Instant;
  warnedAt: Instant | null;
  /** When its consequence was carried out. */
  answeredAt: Instant | null;
  consequence: Silence;
  /** When the consequence comes, as people were told. */
  actsAt: Instant;
  /** When the next step is due; null after the last one. */
  nextAt: Instant | null;
};

type Grace = { consequence: Silence; graceDays: number; timeZone: string };

/**
 * Begins the grace of a review with the reminder, however long ago the review was due: what nobody was told of is nobody's
 * silence. The grace is of calendar days; the warning comes half-way.
 */
export function beginSilence(
  review: { exceptionId: string; dueAt: Instant },
  { consequence, graceDays, timeZone }: Grace,
  now: Instant,
): SilenceCase {
  const actsAt = reviewAfter(now, graceDays, timeZone);
  const nextAt = midway(now, actsAt);
  return { ...review, remindedAt: now, warnedAt: null, answeredAt: null, consequence, actsAt, nextAt };
}

/** Notes the warning. One that comes late moves the consequence, so that half of the grace always lies between the two. */
export function warned(silence: SilenceCase, now: Instant): SilenceCase {
  const half = Date.parse(silence.actsAt) - Date.parse(midway(silence.remindedAt, silence.actsAt));
  const actsAt = new Date(Math.max(Date.parse(silence.actsAt), Date.parse(now) + half)).toISOString();
  return { ...silence, warnedAt: now, actsAt, nextAt: actsAt };
}

/** Notes that the consequence was carried out. */
export function answered(silence: SilenceCase, now: Instant): SilenceCase {
  return { ...silence, answeredAt: now, nextAt: null };
}

function midway(from: Instant, to: Instant): Instant {
  return new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();
}
