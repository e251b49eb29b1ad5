import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { asksAnything, policyAfter } from "#app/policy/policy-after.ts";
import { contentOf, type PolicyContent } from "#app/policy/policy-content.ts";
import { type Direction, differenceOf, weakens } from "#app/policy/policy-difference.ts";
import { exemptionLists, floors, policies, rules, signIns } from "#test/engine/arbitraries.ts";
import { make, now } from "#test/support/make-engine.ts";

const plain: PolicyContent = {
  dial: "required",
  factorSet: "totp_or_webauthn",
  enrollmentTiming: "within_grace_period",
  graceHours: 336,
  recoveryCodesAllowed: true,
  codesCountAsEnrollment: false,
  challengeFrequency: "every_sign_in",
  rules: [],
  floors: [],
};
const finance = { id: "finance", target: { kind: "group", id: "finance" }, dial: "required" } as const;
const owners = { id: "owners", target: { kind: "role", id: "owner" }, dial: "required" } as const;

function directionsOf(before: Partial<PolicyContent>, after: Partial<PolicyContent>): Direction[] {
  const compared = { before: { ...plain, ...before }, after: { ...plain, ...after }, forcesReenrollment: false };
  return differenceOf(compared).map(({ direction }) => direction);
}

type Case = [what: string, before: Partial<PolicyContent>, after: Partial<PolicyContent>];

const weakening: Case[] = [
  ["the dial is turned down", { dial: "required" }, { dial: "optional" }],
  ["the dial is turned off", { dial: "optional" }, { dial: "off" }],
  ["a floor is removed", { floors: [owners] }, { floors: [] }],
  ["a floor is lowered", { floors: [owners] }, { floors: [{ ...owners, dial: "off" }] }],
  ["a floor becomes a rule, which exceptions may lower", { floors: [finance] }, { floors: [], rules: [finance] }],
  ["the factor set is widened", { factorSet: "phishing_resistant" }, { factorSet: "totp_or_webauthn" }],
  ["a rule is removed", { dial: "optional", rules: [finance] }, { dial: "optional", rules: [] }],
  ["a rule is lowered", { dial: "off", rules: [finance] }, { dial: "off", rules: [{ ...finance, dial: "optional" }] }],
  [
    "a rule's factor set is widened",
    { rules: [{ ...finance, factorSet: "phishing_resistant" }] },
    { rules: [{ ...finance, factorSet: "any" }] },
  ],
  ["codes count as enrolled", { factorSet: "any" }, { factorSet: "any", codesCountAsEnrollment: true }],
  ["people are asked less often", {}, { challengeFrequency: "new_device" }],
  ["the grace is longer", { graceHours: 24 }, { graceHours: 25 }],
  ["everybody gets the grace", { enrollmentTiming: "first_sign_in" }, { enrollmentTiming: "within_grace_period" }],
];

test.each(weakening)("it weakens when %s, and the way back never does", (_what, before, after) => {
  expect(directionsOf(before, after)).toContain("weakens");
  expect(directionsOf(after, before)).not.toContain("weakens");
});

test.each<Case>([
  [
    "a floor is about somebody else",
    { floors: [owners] },
    { floors: [{ ...owners, target: { kind: "role", id: "admin" } }] },
  ],
  ["recovery codes are switched on or off", { recoveryCodesAllowed: false }, { recoveryCodesAllowed: true }],
])("it weakens when %s, and so does the way back", (_what, before, after) => {
  expect(directionsOf(before, after)).toEqual(["weakens"]);
  expect(directionsOf(after, before)).toEqual(["weakens"]);
});

test("switching recovery codes off lets in, with a password alone, whoever has nothing else and time to enrol", () => {
  const subject = make.subject({ firstSignInAt: "2026-05-31T12:00:00.000Z", factors: [make.factor("recovery_code")] });
  const under = (recoveryCodesAllowed: boolean) =>
    evaluate(make.signIn({ subject }), make.policy({ ...plain, recoveryCodesAllowed }), []).outcome;
  expect([under(true), under(false)]).toEqual(["challenge", "allow"]);
});

test.each<Case>([
  ["a rule that asks no more than everybody is asked goes", { rules: [finance] }, { rules: [] }],
  [
    "the other of two ways without time for those who were here before",
    { enrollmentTiming: "first_sign_in" },
    { enrollmentTiming: "next_sign_in_after_change" },
  ],
])("nothing is lost when %s", (_what, before, after) => {
  expect(directionsOf(before, after)).toEqual(["neutral"]);
});

test("a rule may go when the default takes over what it asked", () => {
  expect(directionsOf({ dial: "optional", rules: [finance] }, { dial: "required" })).toEqual(["tightens", "neutral"]);
});

test("the same policy differs in nothing, whatever the order of its rules", () => {
  const both = { rules: [finance, { ...finance, id: "other" }] };
  expect(directionsOf(both, { rules: both.rules.toReversed() })).toEqual([]);
});

test("forcing re-enrolment gives time anew, which lets in people whose time was over", () => {
  const forced = (graceHours: number) =>
    differenceOf({ before: plain, after: { ...plain, graceHours }, forcesReenrollment: true }).at(-1)?.direction;
  expect(forced(336)).toBe("weakens");
  expect(forced(0)).toBe("neutral");
});

test("what differs is said in words, with names", () => {
  const [change] = differenceOf({
    before: plain,
    after: { ...plain, rules: [{ ...finance, factorSet: "phishing_resistant" }] },
    forcesReenrollment: false,
    names: { "group:finance": "Finance" },
  });
  expect(change).toEqual({
    what: "Rule for Group Finance",
    before: null,
    after: "Required, phishing-resistant only",
    direction: "tightens",
    note: null,
  });
});

/** Changes of a policy as people make them: some settings, a rule or floor more or less. */
const edits = fc.record({
  settings: fc.subarray([
    "dial",
    "factorSet",
    "enrollmentTiming",
    "graceHours",
    "recoveryCodesAllowed",
    "codesCountAsEnrollment",
    "challengeFrequency",
  ] as const),
  from: policies,
  addsRule: fc.option(rules),
  addsFloor: fc.option(floors),
  keeps: fc.constantFrom(0, 1, 2, 9),
  forces: fc.boolean(),
});

test("where nothing weakens, nobody is let in who was not, and no less is required", () => {
  let counted = 0;
  fc.assert(
    fc.property(signIns, policies, edits, exemptionLists, (signIn, policy, edit, list) => {
      const old = contentOf(policy);
      const asked = {
        ...policy,
        askedSince: asksAnything(old) ? (policy.askedSince ?? "2026-05-02T00:00:00.000Z") : null,
      };
      const content: PolicyContent = {
        ...old,
        ...Object.fromEntries(edit.settings.map((key) => [key, edit.from[key]])),
        rules: [...old.rules.slice(0, edit.keeps), ...(edit.addsRule ? [edit.addsRule] : [])],
        floors: [...old.floors.slice(0, edit.keeps), ...(edit.addsFloor ? [edit.addsFloor] : [])],
      };
      const changes = differenceOf({ before: old, after: content, forcesReenrollment: edit.forces });
      if (weakens(changes)) return;
      const before = evaluate(signIn, asked, list);
      const after = evaluate(signIn, policyAfter(asked, { content, forcesReenrollment: edit.forces, now }), list);
      expect(after.requiredAal).toBeGreaterThanOrEqual(before.requiredAal);
      if (after.outcome === "allow") expect(before.outcome).toBe("allow");
      if (changes.length > 0) counted += 1;
    }),
    { numRuns: 20_000 },
  );
  expect(counted).toBeGreaterThan(2000);
});

test("the grace of nobody begins anew by an edit", () => {
  const before = make.policy({ askedSince: "2026-02-01T00:00:00.000Z" });
  const off = policyAfter(before, { content: { ...plain, dial: "off" }, forcesReenrollment: false, now });
  const on = policyAfter(off, { content: plain, forcesReenrollment: false, now });
  expect(on.askedSince).toBe("2026-02-01T00:00:00.000Z");
  expect(policyAfter(on, { content: plain, forcesReenrollment: true, now }).reenrollmentForcedAt).toBe(now);
});

test("the policy asks since the first version that asks anything of anybody", () => {
  const never = make.policy({ dial: "off", rules: [], floors: [], askedSince: null });
  const off = { ...plain, dial: "off" } as const;
  const after = (content: PolicyContent) => policyAfter(never, { content, forcesReenrollment: false, now }).askedSince;
  expect(after(off)).toBeNull();
  expect(after({ ...off, floors: [owners] })).toBe(now);
  expect(after(plain)).toBe(now);
});
