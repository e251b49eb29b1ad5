import type { Making } from "#app/exports/maker.server.ts";
import type { Reading, Source } from "#app/exports/source.server.ts";
import { type RowFormat, writeSource } from "#app/exports/write-source.server.ts";
import { plainSecrets } from "./job-context.ts";

export type Written = { rows: number; bytes: Buffer; totals: (number | null)[]; cursors: string[] };

/** Writes a source as the thread of an export does. */
export async function written(
  source: Source,
  format: RowFormat,
  reading: Reading,
  over: Partial<Pick<Making, "cursor" | "signal" | "progress">> = {},
): Promise<Written> {
  const pieces: Buffer[] = [];
  const totals: (number | null)[] = [];
  const cursors: string[] = [];
  const { rows } = await writeSource(source, format, {
    ...{ reading, secrets: plainSecrets, publicUrl: "https://register.example", params: {}, cursor: null },
    signal: new AbortController().signal,
    write: async (bytes) => void pieces.push(Buffer.from(bytes)),
    progress: async (_done, total, cursor) => {
      totals.push(total);
      if (cursor !== undefined) cursors.push(cursor);
    },
    ...over,
  });
  return { rows, bytes: Buffer.concat(pieces), totals, cursors };
}
