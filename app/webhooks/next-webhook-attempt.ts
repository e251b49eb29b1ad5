import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";

const second = 1 / 3600;
const minute = 1 / 60;

/** Hours to wait after the first, second, … failed attempt; Standard Webhooks, "deliverability and reliability". */
const pauses = [5 * second, 5 * minute, 30 * minute, 2, 5, 10, 14, 20, 24] as const;

/** How long a receiver may ask us to wait. */
const mostHours = 24;

/** Returns when to try again after so many attempts of a round, or null where that was the last. */
export function nextWebhookAttempt(attempts: number, now: Instant, retryAfter: Instant | null = null): Instant | null {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return null;
  const next = addHours(now, pause);
  if (retryAfter === null || retryAfter <= next) return next;
  const latest = addHours(now, mostHours);
  return retryAfter < latest ? retryAfter : latest;
}

/** Reads a `Retry-After` header: seconds, or an HTTP date; null where it is neither. */
export function retryAfterOf(header: string | null, now: Instant): Instant | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return addHours(now, Number(header) * second);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
