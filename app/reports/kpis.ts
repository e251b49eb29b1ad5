import { definitions } from "./definitions.ts";
import type { Kpi } from "./kpi.ts";

export type { Kpi, KpiUnit } from "./kpi.ts";

/** Every figure that is kept for each day, in words. */
export const kpis: readonly Kpi[] = definitions.map(
  ({ key, label, definition, unit, source, rows, goodDirection }) => ({
    ...{ key, label, definition, unit, source, rows, goodDirection },
  }),
);

const byKey = new Map(kpis.map((kpi) => [kpi.key, kpi]));

/** Returns a figure by its key; undefined where there is none. */
export function kpiNamed(key: string): Kpi | undefined {
  return byKey.get(key);
}
