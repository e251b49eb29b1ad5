import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvHead, csvRow } from "#app/exports/csv-row.ts";

const read = (text: string) => parse(text, { bom: true, relax_column_count: true }) as string[][];

/** What a spreadsheet takes for a formula, told otherwise than the writer tells it: by the first letter that it looks at. */
const isRun = (cell: string) => {
  const first = cell.trimStart().normalize("NFKC").charAt(0);
  return "=+-@".includes(first) && first !== "";
};

describe("a cell that a spreadsheet would run is text", () => {
  const hostile = [
    ...["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "=1,2", '="a"'],
    ...["\t=1", "\r=1", "\n=1", "\tplain", "\rplain", " =1", "\u00a0=1", "\u3000=1", "\ufeff=1", "\r\n\t =1"],
    ...["＝1", "＋1", "－1", "＠A1", " ＝1"],
  ];
  test.each(hostile)("%j", (cell) => {
    expect(read(csvRow(["before", cell, "after"]))).toEqual([["before", `'${cell}`, "after"]]);
    expect(read(csvRow([[cell, "and more"]]))).toEqual([[`'${cell}; and more`]]);
  });

  test("whatever else is written, no cell begins as a formula does, and nothing but the apostrophe is added", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[\s=+\-@＝",'a;\n\r\t]{0,8}$/));
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (cells) => {
        const [row = []] = read(csvRow(cells));
        expect(row.map((cell, index) => (cell === `'${cells[index]}` ? cells[index] : cell))).toEqual(cells);
        expect(row.filter(isRun)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test("numbers stay numbers, also below zero, and lists become one text", () => {
  expect(csvRow([-5, 0.25, true, null, [], ["a", "b"], ""])).toBe("-5,0.25,true,,,a; b,\r\n");
});

test("a file begins with the mark by which Excel knows UTF-8, and its lines end as RFC 4180 says", () => {
  expect(csvHead(["id", "title"])).toBe("\ufeffid,title\r\n");
  expect(csvRow(['He said "no"', "two\nlines"])).toBe('"He said ""no""","two\nlines"\r\n');
});
