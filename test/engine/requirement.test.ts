import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { factsOf } from "#app/engine/facts.ts";
import { listOf } from "#app/engine/kind-set.ts";
import { challengeFrequencies, dials, type RuleTarget } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

const anita = make.subject();

/** What a policy asks of somebody at an application, before its floors. */
const askedOf = (policy: ReturnType<typeof make.policy>, subject = anita, applicationId = "mail") =>
  factsOf(make.signIn({ applicationId }), subject, policy, []).requirement;

const targets: [RuleTarget, boolean][] = [
  [{ kind: "role", id: "member" }, true],
  [{ kind: "role", id: "owner" }, false],
  [{ kind: "group", id: "staff" }, true],
  [{ kind: "group", id: "member" }, false],
  [{ kind: "user", id: "anita" }, true],
  [{ kind: "user", id: "boris" }, false],
  [{ kind: "application", id: "mail" }, true],
  [{ kind: "application", id: "payroll" }, false],
];

for (const [target, matches] of targets) {
  test(`a rule for the ${target.kind} ${target.id} ${matches ? "raises" : "leaves"} what Anita is asked`, () => {
    const policy = make.policy({ dial: "off", rules: [make.rule(target)] });
    expect(askedOf(policy).dial).toBe(matches ? "required" : "off");
  });
}

test("the strictest dial of default and rules wins", () => {
  for (const [i, own] of dials.entries()) {
    for (const [j, other] of dials.entries()) {
      const rule = make.rule({ kind: "user", id: "anita" }, { dial: other });
      expect(askedOf(make.policy({ dial: own, rules: [rule] })).dial).toBe(dials[Math.max(i, j)]);
    }
  }
});

test("an application's rule below the workspace default never lowers it", () => {
  const rule = make.rule({ kind: "application", id: "mail" }, { dial: "off" });
  const decision = evaluate(make.signIn(), make.policy({ rules: [rule] }), []);
  expect(decision).toMatchObject({ outcome: "challenge", requiredAal: 2 });
  expect(decision.because).toContainEqual(expect.objectContaining({ rule: rule.id, hit: true, won: false }));
});

test("the owner of the workspace is asked like everyone else", () => {
  const owner = make.signIn({ subject: make.subject({ roles: ["owner"] }) });
  expect(evaluate(owner, make.policy(), []).outcome).toBe("challenge");
});

test("what is required leaves out recovery codes that are switched off", () => {
  expect(listOf(askedOf(make.policy()).accepted)).toContain("recovery_code");
  expect(listOf(askedOf(make.policy({ recoveryCodesAllowed: false })).accepted)).not.toContain("recovery_code");
});

test("a missing application is not the application of a rule with a missing id", () => {
  const policy = make.policy({ dial: "off", rules: [make.rule({ kind: "application", id: "" })] });
  expect(askedOf(policy, anita, "").dial).toBe("off");
});

test("a rule for a user holds for a service principal with the same id, since it can only raise", () => {
  const policy = make.policy({ dial: "off", rules: [make.rule({ kind: "user", id: "backup" })] });
  const principal = make.subject({ kind: "service_principal", id: "backup" });
  expect(askedOf(policy, principal).dial).toBe("required");
});

test("the stricter challenge frequency wins", () => {
  for (const [i, own] of challengeFrequencies.entries()) {
    for (const [j, other] of challengeFrequencies.entries()) {
      const rule = make.rule({ kind: "user", id: "anita" }, { challengeFrequency: other });
      const policy = make.policy({ challengeFrequency: own, rules: [rule] });
      expect(askedOf(policy).challengeFrequency).toBe(challengeFrequencies[Math.max(i, j)]);
    }
  }
});
