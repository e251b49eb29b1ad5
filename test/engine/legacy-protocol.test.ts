import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { dials, effects, type Policy, type Protocol, protocols, type SignIn } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

const permit = make.exemption({ effect: "allow_legacy_protocol" });
const legacyProtocols = protocols.filter((protocol) => protocol !== "modern");

const imap = (signIn: Partial<SignIn> = {}, protocol: Protocol = "imap") =>
  make.signIn({ client: make.client({ protocol }), ...signIn });
const withTotp = [make.completed("password"), make.completed("totp")];

const refused = { outcome: "deny", reason: "LEGACY_PROTOCOL_REFUSED", acceptableFactors: [], exception: null };
const permitted = {
  outcome: "allow",
  reason: "MFA_EXCEPTION_APPLIED",
  achievedAal: 1,
  exception: { id: permit.id, effect: "allow_legacy_protocol", endsAt: permit.endsAt },
};

for (const protocol of legacyProtocols) {
  test(`${protocol} is refused without a live exception, whatever the dial and the session`, () => {
    for (const dial of dials) {
      for (const completed of [[], withTotp]) {
        expect(evaluate(imap({ completed }, protocol), make.policy({ dial }), [])).toMatchObject(refused);
      }
    }
  });

  test(`${protocol} is let in at AAL1 by a live exception, whatever the dial`, () => {
    for (const dial of dials) {
      expect(evaluate(imap({}, protocol), make.policy({ dial }), [permit])).toMatchObject(permitted);
    }
  });
}

test("a protocol that nobody knows is a legacy one", () => {
  const client = make.client({ protocol: "gopher" as Protocol }); // cast: a value from another version
  expect(evaluate(imap({ client }), make.policy(), [])).toMatchObject(refused);
});

test("no other effect opens a legacy protocol", () => {
  for (const effect of effects) {
    if (effect === "allow_legacy_protocol") continue;
    const other = make.exemption({ effect, factors: ["totp"] });
    expect(evaluate(imap({ completed: withTotp }), make.policy(), [other]), effect).toMatchObject(refused);
  }
});

test("a legacy session counts as AAL1 however it was reached", () => {
  expect(evaluate(imap({ completed: withTotp }), make.policy(), [permit])).toMatchObject(permitted);
});

test("a permit for a legacy protocol does not excuse the first factor", () => {
  expect(evaluate(imap({ completed: [] }), make.policy(), [permit])).toMatchObject({
    outcome: "challenge",
    reason: "MFA_CHALLENGE_REQUIRED",
    exception: null,
  });
});

test("a permit for a legacy protocol is worth nothing to a client that can prompt", () => {
  expect(evaluate(make.signIn(), make.policy(), [permit])).toMatchObject({ outcome: "challenge", exception: null });
});

test("a permit for one protocol opens no other", () => {
  const forImap = make.exemption({ ...permit, scope: make.scope({ users: ["anita"], protocols: ["imap"] }) });
  expect(evaluate(imap(), make.policy(), [forImap])).toMatchObject(permitted);
  expect(evaluate(imap({}, "pop"), make.policy(), [forImap])).toMatchObject(refused);
});

test("a disabled subject is refused before its protocol", () => {
  const subject = make.subject({ disabledAt: "2026-01-01T00:00:00.000Z" });
  expect(evaluate(imap({ subject }), make.policy(), [permit]).reason).toBe("SUBJECT_DISABLED");
});

test("a required floor keeps a legacy protocol closed, an optional one for whoever has enrolled", () => {
  const floored = (dial: "off" | "optional" | "required"): Partial<Policy> => ({
    dial: "off",
    floors: [make.floor({ kind: "application", id: "mail" }, { dial })],
  });
  const unenrolled = make.subject({ factors: [] });
  const decide = (policy: Partial<Policy>, signIn: Partial<SignIn>) =>
    evaluate(imap(signIn), make.policy(policy), [permit]);
  expect(decide(floored("required"), {})).toMatchObject(refused);
  expect(decide(floored("required"), { subject: unenrolled })).toMatchObject(refused);
  expect(decide(floored("optional"), {})).toMatchObject(refused);
  expect(decide(floored("optional"), { subject: unenrolled })).toMatchObject(permitted);
  expect(decide(floored("off"), {})).toMatchObject(permitted);
  expect(decide(floored("required"), { applicationId: "wiki" })).toMatchObject(permitted);
});
