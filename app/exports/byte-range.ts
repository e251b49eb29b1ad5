/** Which bytes of a file, both ends included. */
export type ByteRange = { first: number; last: number };

/**
 * Reads a Range header for a file of a size (RFC 9110, section 14): null where all of it is asked for or more ranges than
 * one, for which the whole is the answer; "unsatisfiable" where none of it is.
 */
export function byteRange(header: string | null, size: number): ByteRange | "unsatisfiable" | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < first) return null;
  return first > last ? "unsatisfiable" : { first, last };
}
