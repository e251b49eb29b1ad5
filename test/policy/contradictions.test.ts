import { expect, test } from "vitest";
import { setOf } from "#app/engine/kind-set.ts";
import { factorSets } from "#app/engine/types.ts";
import { contradictionsIn, emptyIntersections } from "#app/policy/contradictions.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { make } from "#test/support/make-engine.ts";

const content = (over: Parameters<typeof make.policy>[0]) => contentOf(make.policy(over));
const totpOnly = setOf("totp");
const keyOnly = setOf("security_key");

test("two limits that can be about one sign-in and leave no factor are both named", () => {
  const found = emptyIntersections([
    { name: "the rule for Group Finance", target: { kind: "group", id: "finance" }, accepted: totpOnly },
    { name: "the floor for Role owner", target: { kind: "role", id: "owner" }, accepted: keyOnly },
  ]);
  expect(found.map(({ message }) => message)).toEqual([
    "No factor satisfies both the rule for Group Finance and the floor for Role owner.",
  ]);
});

test("limits of two people or two applications never meet", () => {
  for (const kind of ["user", "application"] as const)
    expect(
      emptyIntersections([
        { name: "one", target: { kind, id: "a" }, accepted: totpOnly },
        { name: "other", target: { kind, id: "b" }, accepted: keyOnly },
      ]),
    ).toEqual([]);
});

test("any two of the four factor sets have a factor in common", () => {
  for (const factorSet of factorSets)
    for (const other of factorSets) {
      const floors = [{ id: "f", target: { kind: "role", id: "owner" }, dial: "required", factorSet: other }] as const;
      expect(contradictionsIn(content({ factorSet, floors, codesCountAsEnrollment: false }))).toEqual([]);
    }
});

test("codes cannot count as enrolled where codes are switched off or never stand alone", () => {
  const count = (over: Parameters<typeof make.policy>[0]) =>
    contradictionsIn(content({ factorSet: "any", codesCountAsEnrollment: true, ...over })).length;
  expect(count({})).toBe(0);
  expect(count({ recoveryCodesAllowed: false })).toBe(1);
  expect(count({ factorSet: "phishing_resistant" })).toBe(1);
});
