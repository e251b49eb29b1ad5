import fc from "fast-check";
import { expect, test } from "vitest";
import { ListParams, listQueryOf, writeCursor } from "#app/register/list-params.ts";
import { noon } from "#test/support/make.ts";

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

test("the view of what expires leaves out what has expired already", () => {
  const query = listQueryOf(ListParams.parse({ view: "expiring" }), noon, null);
  expect([query.states, query.endsFrom, query.endsBefore]).toEqual([["active"], noon, "2026-11-17T12:00:00.000Z"]);
});

test("somebody without a role is limited to their own records in every view", () => {
  for (const view of ["all", "waiting", "live"])
    expect(listQueryOf(ListParams.parse({ view }), noon, "usr_1").concerning).toBe("usr_1");
});
