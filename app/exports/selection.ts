/** Returns the records that a query names one by one, as `ids=EXC-2026-0001,EXC-2026-0002`; null where it is made of filters. */
export function readSelection(query: string): string[] | null {
  const ids = new URLSearchParams(query).get("ids");
  return ids === null ? null : ids.split(",").filter(Boolean);
}

/** Writes the query of records that were chosen one by one. */
export function selectionQuery(ids: readonly string[]): string {
  return `ids=${ids.join(",")}`;
}
