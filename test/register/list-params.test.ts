import fc from "fast-check";
import { expect, test } from "vitest";
import { filtersOf, ListParams, readListParams, writeCursor } from "#app/register/list-params.ts";

test("a cursor comes back as it was given out, whatever the title", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (value, id) => {
      const cursor = writeCursor({ value, id }) ?? "";
      expect(cursor).toMatch(/^[\w-]*$/);
      expect(ListParams.parse({ cursor }).cursor).toEqual({ value, id });
    }),
  );
});

test("a cursor that was made up is refused and never a fault", () => {
  fc.assert(fc.property(fc.string(), (cursor) => void ListParams.safeParse({ cursor })));
  expect(ListParams.safeParse({ cursor: "bm9uc2Vuc2U" }).success).toBe(false);
});

test("the filters of an address are kept without what is about the page, repeated boxes as one value", () => {
  const search = new URLSearchParams("state=draft&state=active&view=live&q=&cursor=abc&limit=25&saved=svw_1");
  expect(filtersOf(search).toString()).toBe("view=live&state=draft%2Cactive");
});

test("boxes of a form are read as one value, and what is no filter is let be", () => {
  const read = readListParams(new URLSearchParams("rating=low&rating=high&saved=svw_1&columns=owner"));
  expect(read.data?.rating).toEqual(["low", "high"]);
});
