import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { type Effect, type Exemption, effects, exceptionStates, type Policy, type SignIn } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

const withTotp = [make.completed("password"), make.completed("totp")];
const strong = { factorSet: "phishing_resistant" } as const;
const unenrolled = make.signIn({ subject: make.subject({ factors: [] }) });

const decide = (exemptions: Exemption[], signIn: Partial<SignIn> = {}, policy: Partial<Policy> = {}) =>
  evaluate(make.signIn(signIn), make.policy(policy), exemptions);

const cites = ({ id, effect, endsAt }: Exemption, achievedAal: number) => ({
  outcome: "allow",
  reason: "MFA_EXCEPTION_APPLIED",
  requiredAal: 2,
  achievedAal,
  exception: { id, effect, endsAt },
});

const waiver = make.exemption();

test("a waiver lets a session of AAL1 in and leaves it there", () => {
  expect(decide([waiver])).toMatchObject(cites(waiver, 1));
  expect(decide([waiver], { completed: [make.completed("federated")] })).toMatchObject(cites(waiver, 1));
});

test("a waiver never excuses the first factor", () => {
  for (const completed of [[], [make.completed("totp")]]) {
    for (const subject of [make.subject(), make.subject({ factors: [] })]) {
      expect(decide([waiver], { completed, subject })).toMatchObject({
        outcome: "challenge",
        reason: "MFA_CHALLENGE_REQUIRED",
        exception: null,
      });
    }
  }
});

test("a waiver that was not needed is not cited", () => {
  expect(decide([waiver], { completed: withTotp })).toMatchObject({ reason: "MFA_SATISFIED", exception: null });
  expect(decide([waiver], {}, { dial: "off" })).toMatchObject({ reason: "MFA_NOT_REQUIRED", exception: null });
  const newcomer = { subject: make.subject({ factors: [], firstSignInAt: null }) };
  expect(decide([waiver], newcomer)).toMatchObject({ reason: "MFA_GRACE_ACTIVE", exception: null });
});

test("a session of AAL2 that a waiver lets in for want of an acceptable factor counts as AAL1", () => {
  expect(decide([waiver], { completed: withTotp }, strong)).toMatchObject(cites(waiver, 1));
});

test("a waiver is enough for a service principal", () => {
  const own = make.exemption({ scope: make.scope({ servicePrincipals: ["backup"] }) });
  const subject = make.subject({ kind: "service_principal", id: "backup", factors: [] });
  expect(decide([own], { subject })).toMatchObject(cites(own, 1));
});

for (const effect of effects) {
  test(`${effect} has no effect before its start, at its end, or in any state but active`, () => {
    const signIn = effect === "allow_legacy_protocol" ? { client: make.client({ protocol: "imap" }) } : {};
    const subject = make.subject(effect === "defer_enrollment" ? { factors: [] } : {});
    const completed = effect === "allow_factors" ? withTotp : [make.completed("password")];
    const decideWith = (overrides: Partial<Exemption>) =>
      decide([make.exemption({ effect, factors: ["totp"], ...overrides })], { ...signIn, subject, completed }, strong);
    const without = decide([], { ...signIn, subject, completed }, strong);
    expect(without.outcome).not.toBe("allow");
    expect(decideWith({}).exception).not.toBeNull();
    expect(decideWith({ startsAt: now }).exception).not.toBeNull();
    expect(decideWith({ endsAt: "2026-06-01T12:00:00.001Z" }).exception).not.toBeNull();
    expect(decideWith({ startsAt: "2026-06-01T12:00:00.001Z" })).toEqual(without);
    expect(decideWith({ endsAt: now })).toEqual(without);
    expect(decideWith({ endsAt: "whenever" })).toEqual(without);
    for (const state of exceptionStates) {
      if (state !== "active") expect(decideWith({ state }), state).toEqual(without);
    }
  });

  test(`${effect} for another user or another application has no effect`, () => {
    const others = [
      make.exemption({ effect, scope: make.scope({ users: ["boris"] }) }),
      make.exemption({ effect, scope: make.scope({ users: ["anita"], applications: ["payroll"] }) }),
    ];
    expect(decide(others)).toEqual(decide([]));
  });
}

test("an effect that nobody knows lowers nothing", () => {
  const effect = "trust_device" as Effect; // cast: a stored value from another version
  expect(decide([make.exemption({ effect })])).toMatchObject({ outcome: "challenge", exception: null });
});

const allowTotp = make.exemption({ effect: "allow_factors", factors: ["totp"] });

test("an added factor is cited where it let the session in, which keeps its level", () => {
  expect(decide([allowTotp], { completed: withTotp }, strong)).toMatchObject(cites(allowTotp, 2));
});

test("an added factor turns enrolment into a challenge and lets nothing in by itself", () => {
  expect(decide([], {}, strong).outcome).toBe("enroll");
  expect(decide([allowTotp], {}, strong)).toMatchObject({
    outcome: "challenge",
    reason: "MFA_CHALLENGE_REQUIRED",
    acceptableFactors: ["passkey", "security_key", "totp"],
    exception: null,
  });
});

test("an added factor is not cited where an acceptable one was used, or where it was accepted anyhow", () => {
  const subject = make.subject({ factors: [make.factor("totp"), make.factor("security_key")] });
  const completed = [...withTotp, make.completed("security_key")];
  expect(decide([allowTotp], { subject, completed }, strong)).toMatchObject({
    reason: "MFA_SATISFIED",
    exception: null,
  });
  expect(decide([allowTotp], { completed: withTotp })).toMatchObject({ reason: "MFA_SATISFIED", exception: null });
});

test("an added factor has to be enrolled and used like any other", () => {
  const subject = make.subject({ factors: [make.factor("security_key")] });
  expect(decide([allowTotp], { subject, completed: withTotp }, strong).outcome).toBe("challenge");
  expect(decide([allowTotp], { completed: [make.completed("totp")] }, strong).outcome).toBe("challenge");
});

test("an exemption that adds recovery codes makes them sufficient, unless they are switched off", () => {
  const allowCodes = make.exemption({ effect: "allow_factors", factors: ["recovery_code"] });
  const signIn = {
    subject: make.subject({ factors: [make.factor("recovery_code")] }),
    completed: [make.completed("password"), make.completed("recovery_code")],
  };
  const counting = { ...strong, codesCountAsEnrollment: true };
  expect(decide([allowCodes], signIn, counting)).toMatchObject(cites(allowCodes, 2));
  expect(decide([allowCodes], signIn, { ...counting, codesCountAsEnrollment: false }).outcome).toBe("enroll");
  expect(decide([allowCodes], signIn, { ...counting, recoveryCodesAllowed: false }).outcome).toBe("enroll");
});

test("two exemptions do not let in together what neither would alone", () => {
  const subject = make.subject({ factors: [make.factor("totp"), make.factor("recovery_code")] });
  const signIn = { subject, completed: [make.completed("password"), make.completed("recovery_code")] };
  const policy = { ...strong, codesCountAsEnrollment: false };
  const allowCodes = make.exemption({ id: "EXC-2", effect: "allow_factors", factors: ["recovery_code"] });
  expect(decide([allowTotp, allowCodes], signIn, policy).outcome).toBe("challenge");
});

const deferral = make.exemption({ effect: "defer_enrollment" });

test("a deferral is grace until its end", () => {
  expect(evaluate(unenrolled, make.policy(), [deferral])).toMatchObject({
    ...cites(deferral, 1),
    grace: { endsAt: deferral.endsAt },
  });
});

test("a deferral is not cited where the policy's own grace is enough", () => {
  const newcomer = make.signIn({ subject: make.subject({ factors: [], firstSignInAt: null }) });
  expect(evaluate(newcomer, make.policy(), [deferral])).toMatchObject({
    reason: "MFA_GRACE_ACTIVE",
    exception: null,
    grace: { endsAt: "2026-06-15T12:00:00.000Z" },
  });
});

test("a deferral asks for the first factor before anything else", () => {
  expect(evaluate({ ...unenrolled, completed: [] }, make.policy(), [deferral])).toMatchObject({
    outcome: "challenge",
    reason: "MFA_CHALLENGE_REQUIRED",
    grace: { endsAt: deferral.endsAt },
  });
});

test("a deferral does not excuse the factor that somebody has", () => {
  expect(decide([deferral])).toMatchObject({ outcome: "challenge", grace: null });
  expect(decide([deferral], {}, strong)).toMatchObject({
    outcome: "challenge",
    acceptableFactors: ["passkey", "security_key", "totp"],
    grace: { endsAt: deferral.endsAt },
  });
  expect(decide([deferral], { completed: withTotp }, strong)).toMatchObject(cites(deferral, 1));
});

test("a deferral is nothing to a service principal", () => {
  const subject = make.subject({ kind: "service_principal", id: "backup", factors: [] });
  const own = make.exemption({ effect: "defer_enrollment", scope: make.scope({ servicePrincipals: ["backup"] }) });
  expect(decide([own], { subject })).toMatchObject({ outcome: "deny", reason: "MFA_REQUIRED_NO_FACTOR" });
});

test("of several that would do, the narrowest is cited and all are listed", () => {
  const wide = make.exemption({ id: "EXC-1", scope: make.scope({ applications: ["mail"] }) });
  const narrow = make.exemption({ id: "EXC-2", scope: make.scope({ users: ["anita"], applications: ["mail"] }) });
  const twin = make.exemption({ id: "EXC-3", scope: narrow.scope });
  for (const exemptions of [
    [wide, narrow, twin],
    [twin, narrow, wide],
  ]) {
    const { exception, because } = decide(exemptions);
    expect(exception?.id).toBe("EXC-2");
    const lines = because.filter(({ step }) => step === "exemption");
    expect(lines.map(({ rule, hit, won }) => [rule, hit, won])).toEqual([
      ["EXC-2", true, true],
      ["EXC-3", true, false],
      ["EXC-1", true, false],
    ]);
  }
});

test("the narrowest is cited among those that let the session in, not among all that match", () => {
  const narrow = make.exemption({ id: "EXC-1", effect: "defer_enrollment" });
  const wide = make.exemption({ id: "EXC-2", scope: make.scope({ applications: ["mail"] }) });
  expect(decide([narrow, wide]).exception?.id).toBe("EXC-2");
});

test("a session that a waiver would have let in as well claims no more than AAL1", () => {
  const wide = make.exemption({ id: "EXC-2", scope: make.scope({ applications: ["mail"] }) });
  expect(decide([allowTotp, wide], { completed: withTotp }, strong)).toMatchObject(cites(allowTotp, 1));
});

test("a number of uses ends an exemption once they are spent, and the trace says so", () => {
  const limited = (usesLeft: number | null) =>
    make.exemption({ scope: make.scope({ users: ["anita"], maxUses: 10 }), usesLeft });
  expect(decide([limited(10)])).toMatchObject(cites(limited(10), 1));
  expect(decide([limited(1)])).toMatchObject(cites(limited(1), 1));
  // What is not known to be left is not left.
  for (const usesLeft of [0, -1, null, Number.NaN]) {
    const { outcome, exception, because } = decide([limited(usesLeft)]);
    expect([outcome, exception]).toEqual(["challenge", null]);
    expect(because.filter(({ step }) => step === "exemption")).toEqual([
      {
        step: "exemption",
        rule: "EXC-2026-0001",
        asked: "no MFA until 2026-07-01T00:00:00.000Z, with uses left",
        hit: false,
        won: false,
      },
    ]);
  }
});

test("an exemption that is not limited has no number of uses to run out of", () => {
  expect(decide([{ ...waiver, usesLeft: 0 }])).toMatchObject(cites(waiver, 1));
});

test("a limited exemption is narrower than its twin without a number, and the twin is left when it is spent", () => {
  const limited = make.exemption({ id: "EXC-2", scope: { ...waiver.scope, maxUses: 3 }, usesLeft: 1 });
  expect(decide([waiver, limited]).exception?.id).toBe("EXC-2");
  expect(decide([waiver, { ...limited, usesLeft: 0 }]).exception?.id).toBe(waiver.id);
});

test("a client that cannot prompt is told that its permit is spent", () => {
  const permit = make.exemption({
    effect: "allow_legacy_protocol",
    scope: make.scope({ users: ["anita"], maxUses: 1 }),
    usesLeft: 0,
  });
  const { reason, because } = decide([permit], { client: make.client({ protocol: "imap" }) });
  expect(reason).toBe("LEGACY_PROTOCOL_REFUSED");
  expect(because.at(-1)).toMatchObject({
    rule: "legacy_protocol",
    asked: expect.stringContaining("no uses are left of EXC-2026-0001"),
  });
});

test("ending one of two overlapping exceptions leaves the other", () => {
  const other = make.exemption({ id: "EXC-2", scope: make.scope({ applications: ["mail"] }) });
  expect(decide([{ ...waiver, state: "revoked" }, other]).exception?.id).toBe("EXC-2");
  expect(decide([waiver, { ...other, state: "revoked" }]).exception?.id).toBe(waiver.id);
});
