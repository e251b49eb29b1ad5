import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { type FactorKind, type FactorSet, factorKinds, factorSets, type Policy } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

/** Decides about Anita with these factors, who has used her password and the method. */
function decide(enrolled: FactorKind[], used: FactorKind, policy: Partial<Policy>) {
  const subject = make.subject({ factors: enrolled.map((kind) => make.factor(kind)) });
  const signIn = make.signIn({ subject, completed: [make.completed("password"), make.completed(used)] });
  return evaluate(signIn, make.policy(policy), []);
}

const satisfying: Record<FactorSet, FactorKind[]> = {
  any: ["passkey", "security_key", "totp"],
  phishing_resistant: ["passkey", "security_key"],
  totp_or_webauthn: ["passkey", "security_key", "totp"],
  no_recovery_codes: ["passkey", "security_key", "totp"],
};

for (const factorSet of factorSets) {
  for (const kind of factorKinds) {
    const satisfies = satisfying[factorSet].includes(kind);
    test(`under ${factorSet} a ${kind} as the only factor ${satisfies ? "satisfies" : "does not satisfy"}`, () => {
      const decision = decide([kind], kind, { factorSet });
      expect(decision).toMatchObject(
        satisfies
          ? { outcome: "allow", reason: "MFA_SATISFIED", achievedAal: 2 }
          : { outcome: "enroll", reason: "MFA_FACTOR_NOT_ALLOWED", acceptableFactors: satisfying[factorSet] },
      );
    });
  }
}

for (const [factorSet, accepted] of [
  ["any", true],
  ["totp_or_webauthn", true],
  ["no_recovery_codes", false],
  ["phishing_resistant", false],
] as const) {
  test(`under ${factorSet} a recovery code ${accepted ? "is" : "is not even"} a backup of an enrolled passkey`, () => {
    const decision = decide(["passkey", "recovery_code"], "recovery_code", { factorSet });
    expect(decision).toMatchObject(
      accepted ? { outcome: "allow" } : { outcome: "challenge", reason: "MFA_FACTOR_NOT_ALLOWED" },
    );
    expect(decision.acceptableFactors.includes("recovery_code")).toBe(accepted);
  });
}

test("a recovery code backs up only a factor that is itself accepted", () => {
  const rules = [make.rule({ kind: "user", id: "anita" }, { factorSet: "totp_or_webauthn" })];
  expect(decide(["totp", "recovery_code"], "recovery_code", { rules }).outcome).toBe("allow");
  expect(decide(["recovery_code"], "recovery_code", { rules }).reason).toBe("MFA_FACTOR_NOT_ALLOWED");
});

test("recovery codes alone count under any factor where the policy says that they count as enrolled", () => {
  expect(decide(["recovery_code"], "recovery_code", { codesCountAsEnrollment: true })).toMatchObject({
    outcome: "allow",
    reason: "MFA_SATISFIED",
    acceptableFactors: factorKinds,
  });
  const stricter = { codesCountAsEnrollment: true, factorSet: "totp_or_webauthn" } as const;
  expect(decide(["recovery_code"], "recovery_code", stricter).outcome).toBe("enroll");
});

test("recovery codes that are switched off count nowhere", () => {
  for (const factorSet of factorSets) {
    const policy = { factorSet, recoveryCodesAllowed: false, codesCountAsEnrollment: true };
    const decision = decide(["passkey", "recovery_code"], "recovery_code", policy);
    expect(decision.outcome).toBe("challenge");
    expect(decision.acceptableFactors).not.toContain("recovery_code");
  }
});

test("factor sets of default and rules intersect", () => {
  for (const a of factorSets) {
    for (const b of factorSets) {
      const rules = [make.rule({ kind: "user", id: "anita" }, { dial: "off", factorSet: b })];
      const { acceptableFactors } = decide(["passkey"], "passkey", { factorSet: a, rules });
      const codes = [a, b].every((set) => set === "any" || set === "totp_or_webauthn") ? ["recovery_code"] : [];
      const both = satisfying[a].filter((kind) => satisfying[b].includes(kind));
      expect(acceptableFactors).toEqual([...both, ...codes]);
    }
  }
});

test("a factor set that nobody knows accepts nothing, and only a waiver helps", () => {
  const factorSet = "face_and_voice" as FactorSet; // cast: a stored value from another version
  expect(decide(["passkey"], "passkey", { factorSet })).toMatchObject({
    outcome: "deny",
    reason: "MFA_FACTOR_NOT_ALLOWED",
    acceptableFactors: [],
  });
  const newcomer = make.signIn({ subject: make.subject({ firstSignInAt: null, factors: [] }) });
  expect(evaluate(newcomer, make.policy({ factorSet }), []).outcome).toBe("deny");
  expect(evaluate(make.signIn(), make.policy({ factorSet }), [make.exemption()]).outcome).toBe("allow");
});

test("a spent batch of recovery codes is no factor", () => {
  const spent = make.subject({ factors: [make.factor("recovery_code", 0)] });
  const policy = make.policy({ codesCountAsEnrollment: true });
  expect(evaluate(make.signIn({ subject: spent }), policy, [])).toMatchObject({
    outcome: "enroll",
    reason: "MFA_RECOVERY_CODES_EXHAUSTED",
  });
  const oneLeft = make.subject({ factors: [make.factor("recovery_code", 1)] });
  expect(evaluate(make.signIn({ subject: oneLeft }), policy, []).outcome).toBe("challenge");
});

test("only recovery codes run out", () => {
  const factors = [{ ...make.factor("totp"), remaining: 0 }];
  expect(evaluate(make.signIn({ subject: make.subject({ factors }) }), make.policy(), []).outcome).toBe("challenge");
});

test("a spent batch beside a fresh one does not take the fresh one away", () => {
  const factors = [make.factor("recovery_code", 0), make.factor("recovery_code", 8)];
  const policy = make.policy({ codesCountAsEnrollment: true });
  expect(evaluate(make.signIn({ subject: make.subject({ factors }) }), policy, []).outcome).toBe("challenge");
});

test("the last recovery code counts for the sign-in that spent it where another factor is left", () => {
  const completed = [make.completed("password"), make.completed("recovery_code")];
  const spent = make.factor("recovery_code", 0);
  const backedUp = make.signIn({ subject: make.subject({ factors: [make.factor("passkey"), spent] }), completed });
  expect(evaluate(backedUp, make.policy(), [])).toMatchObject({ outcome: "allow", reason: "MFA_SATISFIED" });
  const codesOnly = make.signIn({ subject: make.subject({ factors: [spent] }), completed });
  expect(evaluate(codesOnly, make.policy({ codesCountAsEnrollment: true }), [])).toMatchObject({
    outcome: "enroll",
    reason: "MFA_RECOVERY_CODES_EXHAUSTED",
  });
});
