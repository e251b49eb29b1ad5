import type { Cell } from "./cell.ts";
import type { Making } from "./maker.server.ts";
import type { Source } from "./source.server.ts";

/** Reads every row for a file that has to be made in one piece, and says how far it is after each page. */
export async function* rowsOf(source: Source, total: number, making: Making): AsyncGenerator<readonly Cell[]> {
  let done = 0;
  for await (const { rows } of source.read(making.reading, null)) {
    making.signal.throwIfAborted();
    yield* rows;
    done += rows.length;
    await making.progress(done, Math.max(total, done));
  }
}
