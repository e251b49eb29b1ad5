import { expect, test } from "vitest";
import { byteRange } from "#app/exports/byte-range.ts";

test.each([
  [null, null],
  ["bytes=0-", { first: 0, last: 9 }],
  ["bytes=4-", { first: 4, last: 9 }],
  ["bytes=2-5", { first: 2, last: 5 }],
  ["bytes=2-99", { first: 2, last: 9 }],
  ["bytes=-3", { first: 7, last: 9 }],
  ["bytes=-99", { first: 0, last: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  // What is no range, or several, is answered with the whole.
  ["bytes=5-2", null],
  ["bytes=-", null],
  ["bytes=0-1,4-5", null],
  ["rows=0-1", null],
  ["bytes=a-b", null],
])("of ten bytes %j is %j", (header, range) => {
  expect(byteRange(header, 10)).toEqual(range);
});
