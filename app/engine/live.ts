import { isInstant } from "./instant.ts";
import type { Exemption, Instant } from "./types.ts";

/**
 * Whether a record has any effect at this instant: active, and start ≤ now < end. This is the only place that says so;
 * no job ends an exception. An instant that is not one makes the record not live.
 */
export function isLive(
  { state, startsAt, endsAt }: Pick<Exemption, "state" | "startsAt" | "endsAt">,
  now: Instant,
): boolean {
  return (
    state === "active" && startsAt <= now && now < endsAt && isInstant(startsAt) && isInstant(endsAt) && isInstant(now)
  );
}
