import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp, longestMaxAge } from "#app/engine/step-up.ts";
import type { Decision, Policy, Subject } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";
import { exemptionLists, exemptions, policies, signIns } from "./arbitraries.ts";
import { daysAgo, enrolled, meet } from "./meet.ts";
import { sessionOf } from "./naive/factors.ts";

// Ways round MFA that other products had, each named after what is refused here.

const runs = { numRuns: 2000 };
const isAllowed = ({ outcome }: Decision) => outcome === "allow";

test("refused: passing over an enrolled factor because MFA is only optional", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      fc.pre(signIn.subject.factors.some(({ remaining }) => remaining === null || remaining > 0));
      const under = (dial: Policy["dial"]) => evaluate(signIn, { ...policy, dial, rules: [], floors: [] }, list);
      const [optional, required] = [under("optional"), under("required")];
      expect({ ...optional, because: [] }).toEqual({ ...required, because: [] });
    }),
    runs,
  );
});

test("refused: a level that was stored, claimed, or true before a factor was removed", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const { achievedAal, exception } = evaluate(signIn, policy, list);
      const { aal } = sessionOf(signIn, signIn.subject);
      if (exception === null || exception.effect === "allow_factors") expect(achievedAal).toBeLessThanOrEqual(aal);
      else expect(achievedAal).toBe(Math.min(aal, 1));
      if (exception === null) expect(achievedAal).toBe(aal);
      const unvouched = signIn.completed.map((method) => ({ ...method, isVouched: undefined }));
      const stripped = { ...signIn, subject: { ...signIn.subject, factors: [] }, completed: unvouched };
      expect(evaluate(stripped, policy, list).achievedAal).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test("refused: being exempt for being an owner or an admin", () => {
  const ownRoles = fc.subarray(["owner", "admin", "approver", "auditor"]);
  fc.assert(
    fc.property(signIns, policies, ownRoles, (signIn, policy, roles) => {
      const as = (held: readonly string[]) =>
        evaluate({ ...signIn, subject: { ...signIn.subject, roles: held } }, policy, []);
      if (!isAllowed(as([]))) expect(isAllowed(as(roles))).toBe(false);
    }),
    runs,
  );
});

/** Until when somebody may enrol who signed in first ten days ago and has nothing that is accepted. */
const deadline = (person: Partial<Subject>) =>
  meet({ person: { ...enrolled(), firstSignInAt: daysAgo(10), ...person } }).grace?.endsAt;

const games: [string, Partial<Subject>][] = [
  ["being disabled and let in again", { disabledAt: null, createdAt: daysAgo(0) }],
  ["deleting a factor", { factors: [] }],
  ["using up recovery codes", { factors: [make.factor("recovery_code", 0)] }],
  ["enrolling what is not accepted", { factors: [make.factor("recovery_code")] }],
  ["changing roles", { roles: ["owner"] }],
  ["changing groups", { groups: ["beta"] }],
];

for (const [game, person] of games) {
  test(`refused: more time to enrol by ${game}`, () => {
    expect(deadline(person)).toBe(daysAgo(-4));
  });
}

test("refused: more time to enrol by anything but a later first sign-in", () => {
  fc.assert(
    fc.property(signIns, signIns, policies, (signIn, other, policy) => {
      const { firstSignInAt } = signIn.subject;
      const [one, two] = [signIn, { ...other, subject: { ...other.subject, firstSignInAt } }].map((each) =>
        evaluate(each, policy, []),
      );
      if (one?.grace && two?.grace) expect(one.grace).toEqual(two.grace);
    }),
    runs,
  );
});

test("refused: more time to enrol by a clock that runs ahead, or backwards", () => {
  const person = { ...enrolled(), firstSignInAt: daysAgo(-2) };
  expect(meet({ person }).grace).toBeNull();
  const backwards = meet({ person: { ...enrolled(), firstSignInAt: daysAgo(0) }, at: daysAgo(3) });
  expect(backwards).toMatchObject({ outcome: "enroll", grace: null });
});

test("refused: an exception for somebody else, or for another application", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, exemptions, (signIn, policy, list, exemption) => {
      const without = evaluate(signIn, policy, list);
      const scope = { ...exemption.scope, users: ["someone-else"], servicePrincipals: [], groups: [], roles: [] };
      expect(evaluate(signIn, policy, [...list, { ...exemption, scope }])).toEqual(without);
      const elsewhere = { ...exemption.scope, applications: ["another-application"] };
      expect(evaluate(signIn, policy, [...list, { ...exemption, scope: elsewhere }])).toEqual(without);
    }),
    runs,
  );
});

test("refused: an exception for a group that nothing narrows, however many join the group", () => {
  const scope = make.scope({ groups: ["everyone"], devices: ["managed"], protocols: ["modern"] });
  expect(meet({ person: { groups: ["everyone"] }, exemptions: [make.exemption({ scope })] })).toMatchObject({
    outcome: "challenge",
    exception: null,
  });
});

test("refused: going on with an exception that was revoked in the middle of a session", () => {
  const waiver = make.exemption();
  expect(meet({ exemptions: [waiver] }).outcome).toBe("allow");
  for (const state of ["revoked", "suspended", "closed"] as const) {
    expect(meet({ exemptions: [{ ...waiver, state }] })).toMatchObject({ outcome: "challenge", exception: null });
  }
});

test("refused: reaching AAL2 by an exception, or passing a step-up with one", () => {
  const waiver = make.exemption();
  expect(meet({ exemptions: [waiver] })).toMatchObject({ outcome: "allow", achievedAal: 1 });
  expect(evaluateStepUp(make.signIn(), make.policy(), [waiver], longestMaxAge)).toMatchObject({
    outcome: "challenge",
    achievedAal: 1,
    exception: null,
  });
});

test("refused: outliving one of two exceptions by the other, beyond the other's own end and scope", () => {
  const first = make.exemption({ id: "EXC-1", endsAt: daysAgo(-1) });
  const second = make.exemption({
    id: "EXC-2",
    endsAt: daysAgo(-2),
    scope: make.scope({ users: ["anita"], applications: ["mail"] }),
  });
  const cited = (at: string, applicationId = "mail") =>
    meet({ exemptions: [first, second], at, applicationId }).exception?.id;
  expect(cited(now, "wiki")).toBe("EXC-1");
  expect(cited(daysAgo(-1))).toBe("EXC-2");
  expect(cited(daysAgo(-1), "wiki")).toBeUndefined();
  expect(cited(daysAgo(-2))).toBeUndefined();
});
