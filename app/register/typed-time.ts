import type { Instant } from "#app/engine/types.ts";
import { instantOf, wallClockOf } from "./wall-clock.ts";

/**
 * Reads what a field of date and time sent, by the clocks of a zone; undefined where it was left empty. A time that was
 * left as it was shown stays the instant that it was, to the millisecond; a text that is none is returned as it is, to be
 * refused.
 */
export function typedTime(text: string, timeZone: string, before?: Instant | null): Instant | undefined {
  if (text.trim() === "") return undefined;
  if (before && wallClockOf(before, timeZone) === text) return before;
  return instantOf(text, timeZone);
}

/** Puts instants where the fields of a form in the address hold times; what is no time stays, to be refused. */
export function withInstants(
  search: URLSearchParams,
  names: readonly string[],
  timeZone: string,
): Record<string, string> {
  const read = [...search].map(([name, text]) => [name, names.includes(name) ? instantOf(text, timeZone) : text]);
  return Object.fromEntries(read);
}
