import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import type { Exemption, Policy, SignIn } from "#app/engine/types.ts";
import { clausesOf } from "#app/signins/clauses-of.ts";
import { exemptionLists, policies, signIns } from "#test/engine/arbitraries.ts";
import { make, now } from "#test/support/make-engine.ts";

const everythingSaid = { ip: false, device: false, protocol: false };
const nothingSaid = { ip: true, device: true, protocol: true };

function clauses(
  { signIn = make.signIn(), policy = make.policy(), exemptions = [] as Exemption[] } = {},
  unsaid = nothingSaid,
) {
  const versions = exemptions.map((exemption) => ({ ...exemption, version: 1 }));
  return clausesOf({ askedFor: "anita", signIn, stepUp: undefined, exemptions: versions }, policy, unsaid);
}
const names = (...asked: Parameters<typeof clauses>) => clauses(...asked).map(({ clause }) => clause);
const without = make.signIn({ subject: make.subject({ factors: [] }) });

test("somebody who needs a factor gets in by no clause, whatever this session has shown", () => {
  expect(clauses()).toEqual([]);
  expect(clauses({ signIn: make.signIn({ completed: [make.completed("password"), make.completed("totp")] }) })).toEqual(
    [],
  );
});

test("the dial names the clause", () => {
  expect(names({ policy: make.policy({ dial: "off" }) })).toEqual(["dial_off"]);
  expect(names({ signIn: without, policy: make.policy({ dial: "optional" }) })).toEqual(["optional_without_factor"]);
  expect(names({ policy: make.policy({ dial: "optional" }) })).toEqual([]);
});

test("a rule that asks more than the workspace closes the dial's clause", () => {
  const policy = make.policy({ dial: "off", rules: [make.rule({ kind: "application", id: "mail" })] });
  expect(clauses({ policy })).toEqual([]);
});

test("a challenge that this sign-in is spared is a clause of its own", () => {
  const policy = make.policy({ challengeFrequency: "sensitive_action" });
  expect(names({ policy })).toEqual(["challenge_frequency"]);
  const onNewDevice = make.policy({ challengeFrequency: "new_device" });
  expect(names({ policy: onNewDevice })).toEqual([]);
  const known = make.signIn({ client: make.client({ isKnownDevice: true }) });
  expect(names({ signIn: known, policy: onNewDevice })).toEqual(["challenge_frequency"]);
});

test("an exception is named beside the grace that would do for now", () => {
  const signIn = make.signIn({ subject: make.subject({ factors: [], firstSignInAt: "2026-05-31T12:00:00.000Z" }) });
  expect(clauses({ signIn, exemptions: [make.exemption()] })).toEqual([
    { clause: "grace", ends_at: "2026-06-14T12:00:00.000Z" },
    {
      clause: "exception",
      ends_at: "2026-07-01T00:00:00.000Z",
      exception: { id: "EXC-2026-0001", effect: "waive_mfa" },
    },
  ]);
});

test("every exception that is enough by itself is named, in the order of their ids", () => {
  const ids = ["EXC-2026-0003", "EXC-2026-0001", "EXC-2026-0002"];
  const exemptions = ids.map((id) => make.exemption({ id }));
  expect(clauses({ exemptions }).map(({ exception }) => exception?.id)).toEqual(ids.toSorted());
});

test.each([
  ["one that only adds factors", { effect: "allow_factors", factors: ["totp"] }],
  ["one that has ended", { endsAt: now }],
  ["one that begins later", { startsAt: "2026-06-01T12:00:00.001Z" }],
  ["one that is suspended", { state: "suspended" }],
  ["one for somebody else", { scope: make.scope({ users: ["bert"] }) }],
  ["one for another application", { scope: make.scope({ users: ["anita"], applications: ["payroll"] }) }],
  ["one for a group without anything narrower", { scope: make.scope({ groups: ["staff"] }) }],
  [
    "one for another hour",
    { scope: make.scope({ users: ["anita"], windows: [{ days: [1], fromMinute: 0, toMinute: 60 }] }) },
  ],
  [
    "one for mail clients that waives nothing of theirs",
    { scope: make.scope({ users: ["anita"], protocols: ["imap"] }) },
  ],
] satisfies [string, Partial<Exemption>][])("%s is no way in", (_what, over) => {
  expect(clauses({ exemptions: [make.exemption(over)] })).toEqual([]);
});

test("an exception of a group for a network counts where nothing is said of the address, and says so", () => {
  const scope = make.scope({ groups: ["staff"], networks: ["10.0.0.0/8", "2001:db8::/32"] });
  const exemptions = [make.exemption({ scope })];
  expect(clauses({ exemptions })[0]?.only).toEqual({ networks: scope.networks });
  expect(clauses({ exemptions }, everythingSaid)).toEqual([]);
});

test("a floor closes every way in", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, exemptions) => {
      const floors = [make.floor({ kind: "application", id: signIn.applicationId })];
      expect(clauses({ signIn, policy: { ...policy, floors }, exemptions: [...exemptions] })).toEqual([]);
    }),
  );
});

test("where everything is said, there is a clause exactly where a password alone is let in", () => {
  const isLetIn = (signIn: SignIn, policy: Policy, exemptions: readonly Exemption[]) =>
    evaluate({ ...signIn, completed: [make.completed("password", { completedAt: signIn.now })] }, policy, exemptions)
      .outcome === "allow";
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, exemptions) => {
      const found = clauses({ signIn, policy, exemptions: [...exemptions] }, everythingSaid);
      expect(found.length > 0).toBe(isLetIn(signIn, policy, exemptions));
    }),
    { numRuns: 1000 },
  );
});
