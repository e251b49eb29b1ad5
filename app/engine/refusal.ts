import { isInstant } from "./instant.ts";
import type { Instant, Subject } from "./types.ts";

type Refusal = "SUBJECT_DISABLED" | "SUBJECT_LOCKED";

/**
 * Returns why a known subject is turned away before any rule is asked, or null. Nothing lowers a refusal. A time that
 * is not an instant disables and locks.
 */
export function refusalOf({ disabledAt, lockedUntil }: Subject, now: Instant): Refusal | null {
  const isBefore = (instant: Instant) => isInstant(now) && isInstant(instant) && now < instant;
  const isReached = (instant: Instant) => isInstant(now) && isInstant(instant) && instant <= now;
  if (disabledAt !== null && !isBefore(disabledAt)) return "SUBJECT_DISABLED";
  if (lockedUntil !== null && !isReached(lockedUntil)) return "SUBJECT_LOCKED";
  return null;
}
