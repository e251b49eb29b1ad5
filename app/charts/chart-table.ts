/** The numbers of a chart as a table: the first cell of a row is its name. */
export type ChartTable = { head: readonly string[]; rows: readonly (readonly (string | number)[])[] };
