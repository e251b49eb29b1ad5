import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import type { Because, Decision } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

const withTotp = [make.completed("password"), make.completed("totp")];

function result({ hit, won }: Because): string {
  if (!hit) return "miss";
  return won ? "won" : "lost";
}

/** A trace as "step rule result". */
const lines = ({ because }: Decision) => because.map((line) => `${line.step} ${line.rule} ${result(line)}`);
const find = ({ because }: Decision, rule: string): Because | undefined => because.find((line) => line.rule === rule);

test("a trace prints every step in the order of the decision", () => {
  const policy = make.policy({
    rules: [
      make.rule({ kind: "role", id: "owner" }),
      make.rule({ kind: "application", id: "mail" }, { dial: "optional" }),
    ],
    floors: [make.floor({ kind: "application", id: "payroll" })],
  });
  expect(lines(evaluate(make.signIn(), policy, [make.exemption()]))).toEqual([
    "refusal unknown_subject miss",
    "refusal disabled_subject miss",
    "refusal locked_subject miss",
    "refusal legacy_protocol miss",
    "requirement workspace won",
    "requirement rule-application-mail lost",
    "requirement rule-role-owner miss",
    "floor floor-application-payroll miss",
    "exemption EXC-2026-0001 won",
    "grace grace miss",
    "session session miss",
  ]);
});

test("a refusal ends the trace", () => {
  const known = "refusal unknown_subject miss";
  const enabled = "refusal disabled_subject miss";
  const unlocked = "refusal locked_subject miss";
  const decide = (overrides: Partial<Parameters<typeof make.signIn>[0]>) =>
    lines(evaluate(make.signIn(overrides), make.policy(), []));
  const past = "2026-01-01T00:00:00.000Z";
  const future = "2027-01-01T00:00:00.000Z";
  expect(decide({ subject: null })).toEqual(["refusal unknown_subject won"]);
  expect(decide({ subject: make.subject({ disabledAt: past }) })).toEqual([known, "refusal disabled_subject won"]);
  expect(decide({ subject: make.subject({ lockedUntil: future }) })).toEqual([
    known,
    enabled,
    "refusal locked_subject won",
  ]);
  expect(decide({ client: make.client({ protocol: "imap" }) })).toEqual([
    known,
    enabled,
    unlocked,
    "refusal legacy_protocol won",
  ]);
});

test("a legacy protocol that an exception opened is a refusal that lost", () => {
  const permit = make.exemption({ effect: "allow_legacy_protocol" });
  const decision = evaluate(make.signIn({ client: make.client({ protocol: "imap" }) }), make.policy(), [permit]);
  expect(find(decision, "legacy_protocol")).toMatchObject({ hit: true, won: false });
  expect(find(decision, permit.id)).toMatchObject({ step: "exemption", hit: true, won: true });
});

test("each line says in plain words what it asked", () => {
  const policy = make.policy({
    factorSet: "totp_or_webauthn",
    rules: [make.rule({ kind: "role", id: "member" }, { id: "r1", factorSet: "phishing_resistant" })],
    floors: [make.floor({ kind: "application", id: "payroll" }, { id: "f1", dial: "optional" })],
  });
  const decision = evaluate(make.signIn(), policy, [make.exemption()]);
  expect(find(decision, "workspace")?.asked).toBe("MFA required, recovery codes only as a backup");
  expect(find(decision, "r1")?.asked).toBe("role member: MFA required, passkey or security key only");
  expect(find(decision, "f1")?.asked).toBe("application payroll: MFA from whoever has enrolled");
  expect(find(decision, "EXC-2026-0001")?.asked).toBe("no MFA until 2026-07-01T00:00:00.000Z");
  expect(find(decision, "session")?.asked).toBe("AAL2 with an acceptable factor");
  expect(find(evaluate(make.signIn(), make.policy({ dial: "off" }), []), "session")?.asked).toBe(
    "AAL1, a first factor",
  );
});

test("a rule wins by its dial or by its factors, and loses when both are outdone", () => {
  const policy = make.policy({
    dial: "optional",
    rules: [
      make.rule({ kind: "group", id: "staff" }, { id: "dial", dial: "required" }),
      make.rule({ kind: "role", id: "member" }, { id: "factors", dial: "off", factorSet: "phishing_resistant" }),
      make.rule({ kind: "user", id: "anita" }, { id: "neither", dial: "optional", factorSet: "no_recovery_codes" }),
    ],
  });
  const decision = evaluate(make.signIn(), policy, []);
  expect(lines(decision).filter((line) => line.startsWith("requirement"))).toEqual([
    "requirement workspace lost",
    "requirement dial won",
    "requirement factors won",
    "requirement neither lost",
  ]);
});

test("any factor decides nothing where nothing narrows it", () => {
  const policy = make.policy({ dial: "off", rules: [make.rule({ kind: "user", id: "anita" })] });
  expect(find(evaluate(make.signIn(), policy, []), "workspace")).toMatchObject({ hit: true, won: false });
});

test("a floor is judged against what came out after all floors", () => {
  const policy = make.policy({
    dial: "off",
    floors: [
      make.floor({ kind: "application", id: "mail" }, { id: "high", dial: "required" }),
      make.floor({ kind: "role", id: "member" }, { id: "low", dial: "optional" }),
    ],
  });
  const decision = evaluate(make.signIn(), policy, []);
  expect(find(decision, "workspace")).toMatchObject({ won: true });
  expect(find(decision, "high")).toMatchObject({ hit: true, won: true });
  expect(find(decision, "low")).toMatchObject({ hit: true, won: false });
});

test("grace shows in the trace while it runs, after it ended, and where a floor holds it back", () => {
  const newcomer = make.signIn({ subject: make.subject({ factors: [], firstSignInAt: null }) });
  const asked = "time to enrol until 2026-06-15T12:00:00.000Z";
  expect(find(evaluate(newcomer, make.policy(), []), "grace")).toMatchObject({ asked, hit: true, won: true });
  const floors = [make.floor({ kind: "application", id: "mail" })];
  expect(find(evaluate(newcomer, make.policy({ floors }), []), "grace")).toMatchObject({
    asked,
    hit: false,
    won: false,
  });
  const late = make.signIn({ subject: make.subject({ factors: [] }) });
  expect(find(evaluate(late, make.policy(), []), "grace")).toMatchObject({
    asked: "time to enrol until 2026-02-15T00:00:00.000Z",
    hit: false,
  });
  expect(find(evaluate(newcomer, make.policy({ dial: "off" }), []), "grace")?.asked).toBe("time to enrol");
  const waiting = { ...newcomer, completed: [] };
  expect(find(evaluate(waiting, make.policy(), []), "grace")).toMatchObject({ hit: true, won: false });
});

test("the session wins only where what it completed was enough", () => {
  const session = (signIn: ReturnType<typeof make.signIn>, exemptions = [make.exemption()]) =>
    find(evaluate(signIn, make.policy(), exemptions), "session");
  expect(session(make.signIn({ completed: withTotp }))).toMatchObject({ hit: true, won: true });
  expect(session(make.signIn())).toMatchObject({ hit: false, won: false });
  expect(session(make.signIn(), [])).toMatchObject({ hit: false, won: false });
});

test("a trace without a matching exception says that there was none", () => {
  const elsewhere = make.exemption({ scope: make.scope({ users: ["boris"] }) });
  const decision = evaluate(make.signIn(), make.policy(), [elsewhere]);
  expect(find(decision, "exceptions")).toMatchObject({ step: "exemption", hit: false });
  expect(find(decision, elsewhere.id)).toBeUndefined();
});
