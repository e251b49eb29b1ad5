import { z } from "zod";
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
  value: z.number().nullable().describe("Now; null where there is nothing to say."),
});

export const KpiTrendWire = z.object({
  ...KpiWire.omit({ value: true }).shape,
  points: z.array(z.object({ day: z.iso.date(), value: z.number() })).describe("The days that were measured."),
});

/** From which day to which a trend is asked for, both included; the last 90 days where nothing is said. */
export const TrendQuery = z.object({
  from: z.iso.date().optional().describe("The first day; 89 days before the last one where it is left out."),
  to: z.iso.date().optional().describe("The last day; today where it is left out."),
});

function definitionWire({ key, label, definition, unit, source, goodDirection }: Kpi) {
  return { ...{ key, label, definition, unit, source }, good_direction: goodDirection };
}

/** A figure as it is now, for programs. */
export function kpiWireOf(kpi: Kpi, figures: Figures): z.infer<typeof KpiWire> {
  return { ...definitionWire(kpi), value: figures[kpi.key] ?? null };
}

/** A figure over days, for programs. */
export function kpiTrendWireOf(kpi: Kpi, points: z.infer<typeof KpiTrendWire>["points"]): z.infer<typeof KpiTrendWire> {
  return { ...definitionWire(kpi), points };
}
