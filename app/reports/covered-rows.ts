import type { Instant } from "#app/engine/types.ts";
import type { Definition, OverRows } from "./kpi.ts";
import type { RowKind, RowKinds, Rows } from "./measured-rows.ts";

/** A row that a figure covers: whether it counts in it, and its value where the figure is made of values. */
export type Covered = { row: RowKinds[RowKind]; counts: boolean; value: number | null };

/** Returns the rows that a figure covers, of those of a moment, in the order of their ids. */
export function coveredRows(definition: Definition, rows: Rows, at: Instant): Covered[] {
  // cast: the definition and the rows under its kind are of one kind
  const { covers, statistic } = definition.over as unknown as OverRows<RowKinds[RowKind]>;
  const all: readonly RowKinds[RowKind][] = rows[definition.rows] ?? [];
  return all
    .filter((row) => covers(row, at))
    .map((row) => ({
      row,
      counts: statistic.kind !== "share" || statistic.of(row, at),
      value: statistic.kind === "count" || statistic.kind === "share" ? null : statistic.value(row, at),
    }))
    .sort((one, other) => (one.row.id < other.row.id ? -1 : 1));
}
