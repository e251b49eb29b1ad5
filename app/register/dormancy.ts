import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import { daysBetween } from "./days.ts";
import type { Exception } from "./exception.ts";
import { statusOf } from "./status.ts";

/** An exception that nobody has needed for longer than its category allows. */
export type Dormancy = {
  /** When it was last used, or came into force. */
  since: Instant;
  /** Whole days from then. */
  days: number;
};

/** Returns since when a record in force has lain idle, if that is too long by its category; otherwise null. */
export function dormancyOf(
  record: Exception,
  { dormantAfterDays }: Pick<Category, "dormantAfterDays">,
  { lastUsedAt, now }: { lastUsedAt: Instant | null; now: Instant },
): Dormancy | null {
  if (dormantAfterDays === null || !statusOf(record, now).isLive) return null;
  const since = [record.startsAt, record.activatedAt, lastUsedAt].reduce<Instant>(
    (latest, at) => (at !== null && at > latest ? at : latest),
    "",
  );
  const days = Math.floor(daysBetween(since, now));
  return days >= dormantAfterDays ? { since, days } : null;
}
