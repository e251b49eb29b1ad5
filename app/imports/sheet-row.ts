/** A row of a sheet by field, with the line that it begins on. */
export type SheetRow<F extends string> = { line: number; cells: ReadonlyMap<F, string> };

/** Splits a cell of several values at its semicolons. */
export function entriesOfCell(cell: string | undefined): string[] {
  return (cell ?? "")
    .split(";")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
