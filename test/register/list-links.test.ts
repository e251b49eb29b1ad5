import { expect, test } from "vitest";
import { linkWith, linkWithout } from "#app/register/list-links.ts";

test("a changed list begins at its first page again", () => {
  const search = new URLSearchParams("view=live&q=mail&cursor=abc");
  expect(linkWith(search, { sort: "risk", q: null })).toBe("/exceptions?view=live&sort=risk");
});

test("taking one value of a filter away keeps the others, ticked or listed", () => {
  const ticked = new URLSearchParams("state=active&state=draft&q=mail");
  expect(linkWithout(ticked, "state", "draft")).toBe("/exceptions?state=active&q=mail");
  expect(linkWithout(new URLSearchParams("state=active"), "state", "active")).toBe("/exceptions?");
});
