import fc from "fast-check";
import { expect, test } from "vitest";
import { readableHeadings, registerHeadings } from "#app/exports/register-row.ts";
import { columns, readColumns, withColumns } from "#app/register/columns.ts";

const chosen = fc.shuffledSubarray([...columns]);

test("whatever columns are chosen, a file has fields that there are, each once, and a document has some of them", () => {
  const every = registerHeadings(null);
  expect(new Set(every).size).toBe(every.length);
  expect(every).toEqual(expect.arrayContaining([...readableHeadings(null)]));
  fc.assert(
    fc.property(chosen, (some) => {
      const headings = registerHeadings(some);
      expect(new Set(headings).size).toBe(headings.length);
      expect(every).toEqual(expect.arrayContaining([...headings]));
      expect(headings).toEqual(expect.arrayContaining([...readableHeadings(some)]));
    }),
  );
});

test("a query keeps the columns that it is given, in their order, and whatever else it asks for", () => {
  fc.assert(
    fc.property(chosen, (some) => {
      const query = withColumns("state=active%2Cclosed&q=a%26b&columns=used", some);
      expect(readColumns(query)).toEqual(some);
      const { q, state } = Object.fromEntries(new URLSearchParams(query));
      expect({ q, state }).toEqual({ q: "a&b", state: "active,closed" });
    }),
  );
  expect(withColumns("state=active&columns=used", null)).toBe("state=active");
  expect(readColumns("state=active")).toBeNull();
});
