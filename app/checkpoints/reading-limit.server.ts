import type { Instant } from "#app/engine/types.ts";

/** Who keeps checkpoints asks once a day, and may look back at some. */
const mostInMinute = 60;
/** Beyond so many places the count begins anew, so that it never grows with who asks. */
const mostPlaces = 10_000;

const counted = { minute: "", places: new Map<string, number>() };

/** Counts a reading from a place; false where that has read too often in this minute. Each process counts for itself. */
export function mayRead(place: string, now: Instant): boolean {
  const minute = now.slice(0, "2026-11-22T00:10".length);
  if (counted.minute !== minute || counted.places.size >= mostPlaces) {
    counted.minute = minute;
    counted.places.clear();
  }
  const readings = (counted.places.get(place) ?? 0) + 1;
  counted.places.set(place, readings);
  return readings <= mostInMinute;
}
