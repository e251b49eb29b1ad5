import { z } from "zod";
import { dimensions } from "./dimensions.ts";
import type { Kpi } from "./kpi.ts";
import type { Figures } from "./measure.ts";

/** A figure with its definition, as programs read it. */
export const KpiWire = z.object({
  key: z.string(),
  label: z.string(),
  definition: z.string().describe("What it means, as people read it."),
  unit: z.enum(["count", "days", "share", "number"]).describe("A share is from 0 to 1."),
  source: z.enum(["register", "reviews", "sign_ins", "people", "use", "custody"]),
  good_direction: z.enum(["up", "down"]).nullable().describe("Which way is better; null where neither is."),
  value: z.number().nullable().describe("Now, or at the end of the day asked for; null where there is nothing to say."),
});

export const KpisWire = z.object({
  measured_at: z.string().nullable().describe("The instant of the answer; null of a day that is over."),
  day: z.iso.date().nullable().describe("The day that was asked for; null for now."),
  data: z.array(KpiWire),
});

export const KpiTrendWire = z.object({
  ...KpiWire.omit({ value: true }).shape,
  points: z.array(z.object({ day: z.iso.date(), value: z.number() })).describe("The days that were measured."),
});

/** One row that a figure was made of. */
const KpiRowWire = z.object({
  id: z.string(),
  label: z.string(),
  path: z.string().describe("Where a person sees it."),
  counts: z.boolean().describe("Whether it is in the part that a share is about; otherwise true."),
  value: z.number().nullable().describe("What it brings to a median, a mean or the most."),
  note: z.string(),
});

const dayWire = z.iso.date().nullable().describe("The day that was asked for; null for now.");

export const KpiRowsWire = z.object({
  key: z.string(),
  day: dayWire,
  total: z.number().int().describe("How many rows there are on all pages."),
  data: z.array(KpiRowWire),
  next_cursor: z.string().nullable().describe("Send it as `cursor`; null at the end."),
});

export const KpiPartsWire = z.object({
  key: z.string(),
  day: dayWire,
  by: z.enum(dimensions),
  data: z
    .array(z.object({ part: z.string().describe("Send it as `part`."), label: z.string(), value: z.number() }))
    .describe("The largest first."),
});

const Day = z.iso.date().optional().describe("A day that is over; now where it is left out.");

export const DayQuery = z.object({ day: Day });

/** From which day to which a trend is asked for, both included; the last 90 days where nothing is said. */
export const TrendQuery = z.object({
  from: z.iso.date().optional().describe("The first day; 89 days before the last one where it is left out."),
  to: z.iso.date().optional().describe("The last day; today where it is left out."),
});

export const PartsQuery = z.object({ day: Day, by: z.enum(dimensions).describe("By what it is taken apart.") });

export const RowsQuery = z
  .object({
    day: Day,
    by: z.enum(dimensions).optional().describe("With `part`: only the rows of one part."),
    part: z
      .string()
      .max(200)
      .optional()
      .describe("The part, as `parts` names it; the one of those without any is empty."),
    cursor: z.string().max(500).default("").describe("`next_cursor` of the page before."),
    limit: z.coerce.number().int().min(1).max(200).default(50).describe("How many rows a page has."),
  })
  .refine(({ by, part }) => (by === undefined) === (part === undefined), {
    path: ["part"],
    message: "Give `by` and `part` together.",
  });

function definitionWire({ key, label, definition, unit, source, goodDirection }: Kpi) {
  return { ...{ key, label, definition, unit, source }, good_direction: goodDirection };
}

/** A figure as it is now or was at the end of a day, for programs. */
export function kpiWireOf(kpi: Kpi, figures: Figures): z.infer<typeof KpiWire> {
  return { ...definitionWire(kpi), value: figures[kpi.key] ?? null };
}

/** A figure over days, for programs. */
export function kpiTrendWireOf(kpi: Kpi, points: z.infer<typeof KpiTrendWire>["points"]): z.infer<typeof KpiTrendWire> {
  return { ...definitionWire(kpi), points };
}

type Row = { id: string; href: string; label: string; counts: boolean; value: number | null; note: string };

/** A row behind a figure, for programs. */
export function kpiRowWireOf({ id, href, label, counts, value, note }: Row): z.infer<typeof KpiRowWire> {
  return { id, label, path: href, counts, value, note };
}
