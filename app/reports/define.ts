import type { Definition, OverRows } from "./kpi.ts";
import type { RowKind, RowKinds } from "./measured-rows.ts";

type Said = Pick<Definition, "key" | "label" | "definition" | "unit" | "source" | "goodDirection">;

/** Returns what defines the figures of one kind of row. */
export function definerOf<K extends RowKind>(rows: K) {
  return (said: Said & OverRows<RowKinds[K]> & Pick<Definition, "derived">): Definition => {
    const { covers, statistic, ...rest } = said;
    return { ...rest, rows, over: { covers, statistic } } as unknown as Definition; // cast: rows and over have one K
  };
}
