import type { Instant } from "#app/engine/types.ts";
import { Instant as InstantSchema } from "#app/register/exception-schemas.ts";
import { WrongUse } from "./wrong-use.ts";

/** Reads an instant that was typed, with its offset. @throws WrongUse naming the option. */
export function instantOf(text: string, option: string): Instant {
  const parsed = InstantSchema.safeParse(text);
  if (!parsed.success) throw new WrongUse(`${option}: give an instant such as 2026-11-30T09:00:00Z`);
  return parsed.data;
}
