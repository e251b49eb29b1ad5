import type { Instant } from "#app/engine/types.ts";
import type { ReadExemption } from "#app/signins/decision-record.ts";
import type { Exception } from "./exception.ts";

type Content = Pick<Exception, "id" | "version" | "effect" | "factors" | "scope" | "startsAt" | "endsAt">;

/**
 * Returns what a record that is not in force would do if it were, at any time from one instant to another. A number of
 * uses is counted as untouched.
 */
export function countedLive(
  { id, version, effect, factors, scope, startsAt, endsAt }: Content,
  { from, to }: { from: Instant; to: Instant },
): ReadExemption {
  // Live is "start ≤ now < end", so an end at the last instant would leave that one out.
  const afterwards = new Date(Date.parse(to) + 1).toISOString();
  return {
    id,
    version,
    state: "active",
    effect,
    factors,
    scope,
    startsAt: startsAt < from ? startsAt : from,
    endsAt: endsAt > afterwards ? endsAt : afterwards,
    usesLeft: scope.maxUses,
  };
}
