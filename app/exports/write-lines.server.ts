import type { Cell } from "./cell.ts";
import type { Making } from "./maker.server.ts";
import type { Source } from "./source.server.ts";

/** What an attempt that goes on has to know: how many rows were written before it, and the place of the last. */
type Place = { rows: number; after: string | null };

/** How rows become text: what stands before all of them, and a line for each. */
export type Lines = { head: string; lineOf(cells: readonly Cell[]): string };

/** Writes rows as lines of text, a page at a time; another attempt can go on after any of them. */
export async function writeLines(source: Source, { head, lineOf }: Lines, making: Making): Promise<{ rows: number }> {
  const { reading, signal } = making;
  const begun = placeOf(making.cursor);
  const total = Math.max(0, (await source.count(reading)) - begun.rows);
  if (making.cursor === null) await making.write(head);
  let rows = 0;
  for await (const page of source.read(reading, begun.after)) {
    signal.throwIfAborted();
    await making.write(page.rows.map(lineOf).join(""));
    rows += page.rows.length;
    await making.progress(rows, Math.max(total, rows), writtenPlace({ rows: begun.rows + rows, after: page.after }));
  }
  return { rows };
}

function placeOf(cursor: string | null): Place {
  if (cursor === null) return { rows: 0, after: null };
  return JSON.parse(cursor) as Place; // cast: written below
}

function writtenPlace(place: Place): string {
  return JSON.stringify(place);
}
