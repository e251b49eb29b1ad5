import { z } from "zod";
import { dimensions } from "./dimensions.ts";

const Day = z.iso.date();

/** What the address of a figure's page can ask for; what is not understood is as if it was not asked. */
export const FigureQuery = z.object({
  span: z.string().nullable().catch(null).default(null),
  by: z.enum(dimensions).nullable().catch(null).default(null),
  /** The part of that dimension whose rows are shown. */
  part: z.string().max(200).nullable().catch(null).default(null),
  after: z.string().max(500).catch("").default(""),
});

/** A day that is over, as it was typed; an empty one is now, and any other is said to be wrong. */
export type AskedDay = { day: string | null; error?: string };

/** Reads which day is asked for, by the clocks of the workspace. */
export function readDay(typed: string | null, today: string): AskedDay {
  if (typed === null || typed === "") return { day: null };
  const read = Day.safeParse(typed);
  if (!read.success) return { day: null, error: "Give a day, such as 2026-03-31." };
  return read.data < today ? { day: read.data } : { day: null, error: "Choose a day that is over." };
}
