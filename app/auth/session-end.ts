import type { Instant } from "#app/engine/types.ts";
import type { SessionSettings } from "./session-settings.ts";

type Times = { createdAt: Instant; lastSeenAt: Instant; expiresAt: Instant; graceEndsAt: Instant | null };

/**
 * Returns when a session is over if nobody uses it before: by the limits of its workspace as they are now, so that
 * shorter ones count for sessions that run already, or with what it rests on.
 */
export function sessionEndsAt(
  { createdAt, lastSeenAt, expiresAt, graceEndsAt }: Times,
  { idleMinutes, absoluteMinutes }: Pick<SessionSettings, "idleMinutes" | "absoluteMinutes">,
  exceptionEndsAt: Instant | null,
): Instant {
  const ends = [
    minutesAfter(lastSeenAt, idleMinutes),
    minutesAfter(createdAt, absoluteMinutes),
    graceEndsAt ?? expiresAt,
    exceptionEndsAt ?? expiresAt,
  ];
  return ends.reduce((first, end) => (Date.parse(end) < Date.parse(first) ? end : first), expiresAt);
}

function minutesAfter(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
