import { XLSX_MAX_ROWS_PER_SHEET } from "hucre/xlsx";
import { expect, test } from "vitest";
import type { Making } from "#app/exports/maker.server.ts";
import type { Source } from "#app/exports/source.server.ts";
import { writeXlsx } from "#app/exports/write-xlsx.server.ts";
import { readWorkbook } from "#test/support/read-workbook.ts";

const now = "2026-06-01T00:00:00.000Z";

test("what does not fit on a sheet goes on on the next, under the same headings, and no row is lost or comes twice", async () => {
  const numbered = (from: number, count: number) =>
    Array.from({ length: count }, (_each, index) => [from + index, "=1"]);
  const pieces: Buffer[] = [];
  const making = {
    reading: { workspaceId: "", viewerId: null, query: "", asOf: null, now },
    params: {},
    cursor: null,
    signal: new AbortController().signal,
    write: async (bytes) => void pieces.push(Buffer.from(bytes)),
    progress: async () => undefined,
  } satisfies Omit<Making, "reading" | "secrets" | "publicUrl"> & { reading: Omit<Making["reading"], "db"> };
  const source: Source = {
    columns: () => ["number", "text"],
    readable: { title: "Numbers", columns: () => ["number"] },
    count: async () => 25,
    read: async function* () {
      yield { rows: numbered(1, 13), after: "13" };
      yield { rows: numbered(14, 12), after: "25" };
    },
  };
  // cast: it reads its rows itself, and a workbook is neither signed nor linked to
  expect(await writeXlsx(source, making as unknown as Making, 10)).toEqual({ rows: 25 });
  const sheets = await readWorkbook(Buffer.concat(pieces));
  const head = ["number", "text"];
  expect(sheets.map(({ rows }) => rows)).toEqual([
    [head, ...numbered(1, 9)],
    [head, ...numbered(10, 9)],
    [head, ...numbered(19, 7)],
  ]);
  expect(sheets.map(({ isHeadFrozen, hasFormulas }) => [isHeadFrozen, hasFormulas])).toEqual(
    sheets.map(() => [true, false]),
  );
  expect(XLSX_MAX_ROWS_PER_SHEET, "what Excel takes").toBe(2 ** 20);
});
