import type { TrailParams } from "./trail-params.ts";

/** Writes the filters as an address has them, without where a page begins. */
export function trailAddress({ before: _before, ...params }: TrailParams): Record<string, string> {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(given);
}
