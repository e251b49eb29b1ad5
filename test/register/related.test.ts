import { expect, test } from "vitest";
import { categoryPack } from "#app/register/category.ts";
import { limitsOf } from "#app/register/category-words.ts";
import { emptyScope } from "#app/register/exception.ts";
import { blanketGaps } from "#app/register/reach.ts";
import { commonOf, relationOf } from "#app/register/related.ts";
import { make, noon } from "#test/support/make.ts";

const mine = make.exception();
const other = (over: Parameters<typeof make.exception>[0]) => relationOf(mine, make.exception(over), noon);

test("what is in force at the same time overlaps, what is still asked for is open, and the rest is over", () => {
  expect(other({ state: "active" })).toBe("overlaps");
  expect(other({ state: "suspended" })).toBe("overlaps");
  expect(other({ state: "submitted" })).toBe("open");
  expect(other({ state: "active", endsAt: noon })).toBe("ended");
  expect(other({ state: "active", startsAt: mine.endsAt, endsAt: "2027-06-01T00:00:00.000Z" })).toBe("in_force");
  for (const state of ["closed", "revoked", "rejected", "withdrawn"] as const) expect(other({ state })).toBe("ended");
});

test("what is over itself overlaps with nothing", () => {
  for (const state of ["closed", "revoked", "withdrawn"] as const)
    expect(relationOf({ ...mine, state }, make.exception({ state: "active" }), noon)).toBe("in_force");
});

test("two scopes have in common whom and what both name, each by its kind", () => {
  const one = { ...emptyScope, users: ["usr_1"], groups: ["mail"], applications: ["mail", "crm"] };
  const two = { ...emptyScope, users: ["usr_1", "usr_2"], roles: ["mail"], applications: ["mail"] };
  expect(commonOf(one, two)).toEqual({ subjects: ["usr_1"], applications: ["application:mail"] });
});

const group = (members: number) => ({ kind: "group" as const, id: "crowd", name: "Crowd", members });

test("a group of more than nine in ten is nearly everybody, but for a handful of people", () => {
  const gapsWith = (members: number, everybody: number) => blanketGaps({ objects: [group(members)], everybody }).length;
  expect([gapsWith(91, 100), gapsWith(90, 100), gapsWith(3, 3)]).toEqual([1, 0, 0]);
});

test("each category says its limits in whole sentences", () => {
  for (const category of categoryPack)
    for (const sentence of limitsOf(category)) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
