/** A cell of an export; a list is joined for a spreadsheet and stays a list in JSON. */
export type Cell = string | number | boolean | null | readonly string[];
