/**
 * The id under which a session, or a browser that is known, is shown and named: the beginning of its hash. It leads
 * neither to the cookie nor, by itself, to the row.
 */
export function shownId(prefix: "ses" | "dev", idHash: string): string {
  return `${prefix}_${idHash.slice(0, 20)}`;
}
