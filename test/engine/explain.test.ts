import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { explain } from "#app/engine/explain.ts";
import { make } from "#test/support/make-engine.ts";

test("an explanation gives the answer, the trace in columns, and the acceptable factors", () => {
  const policy = make.policy({
    rules: [make.rule({ kind: "application", id: "mail" }, { id: "r1", dial: "optional" })],
  });
  expect(explain(evaluate(make.signIn(), policy, [make.exemption()]))).toEqual([
    "allow: MFA_EXCEPTION_APPLIED (AAL1 of AAL2, by EXC-2026-0001 until 2026-07-01T00:00:00.000Z)",
    "refusal      miss  unknown_subject   a subject that the directory knows",
    "refusal      miss  disabled_subject  a subject that is not disabled",
    "refusal      miss  locked_subject    a subject that is not locked",
    "refusal      miss  legacy_protocol   a client that can prompt, or a live exception for its protocol",
    "requirement  won   workspace         MFA required, any factor",
    "requirement  lost  r1                application mail: MFA from whoever has enrolled",
    "exemption    won   EXC-2026-0001     no MFA until 2026-07-01T00:00:00.000Z",
    "grace        miss  grace             time to enrol",
    "session      miss  session           AAL2 with an acceptable factor",
    "acceptable factors: passkey, security_key, totp, recovery_code",
  ]);
});

test("an explanation names the end of the time to enrol", () => {
  const newcomer = make.signIn({ subject: make.subject({ factors: [], firstSignInAt: null }) });
  expect(explain(evaluate(newcomer, make.policy(), []))[0]).toBe(
    "allow: MFA_GRACE_ACTIVE (AAL1 of AAL2, time to enrol until 2026-06-15T12:00:00.000Z)",
  );
});

test("an explanation of a refusal is short and has no factors", () => {
  expect(explain(evaluate(make.signIn({ subject: null }), make.policy(), []))).toEqual([
    "deny: SUBJECT_UNKNOWN (AAL0 of AAL2)",
    "refusal      won   unknown_subject  a subject that the directory knows",
    "acceptable factors: none",
  ]);
});
