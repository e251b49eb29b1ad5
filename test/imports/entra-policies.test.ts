import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readEntraPolicies } from "#app/imports/entra-policies.ts";

/** A policy as Microsoft Graph lists it; `over` changes the parts that a test is about. */
function policy({ users = {}, applications = {}, ...over }: Record<string, object | string> = {}) {
  return {
    "@odata.type": "#microsoft.graph.conditionalAccessPolicy",
    id: "p1",
    displayName: "Require MFA",
    state: "enabled",
    sessionControls: null,
    conditions: {
      clientAppTypes: ["all"],
      applications: { includeApplications: ["All"], excludeApplications: [], ...(applications as object) },
      users: { includeUsers: ["All"], excludeUsers: [], excludeGroups: [], excludeRoles: [], ...(users as object) },
    },
    grantControls: { operator: "OR", builtInControls: ["mfa"], termsOfUse: [] },
    ...over,
  };
}

const read = (...value: object[]) => readEntraPolicies({ "@odata.context": "x", value });

test("every excluded user, group, role and application is found, with the policy it came from", () => {
  const { exclusions } = read(
    policy({
      users: { excludeUsers: ["u1", "u2"], excludeGroups: ["g1"], excludeRoles: ["r1"] },
      applications: { includeApplications: ["a1", "a2"], excludeApplications: ["a3"] },
    }),
  );
  const from = { policyId: "p1", policyName: "Require MFA" };
  expect(exclusions).toEqual([
    { ...from, kind: "user", objectId: "u1", applications: ["a1", "a2"] },
    { ...from, kind: "user", objectId: "u2", applications: ["a1", "a2"] },
    { ...from, kind: "group", objectId: "g1", applications: ["a1", "a2"] },
    { ...from, kind: "role", objectId: "r1", applications: ["a1", "a2"] },
    { ...from, kind: "application", objectId: "a3", applications: [] },
  ]);
});

test.each([
  ["All", []],
  ["None", []],
  ["Office365", ["Office365"]],
])("a policy on %s narrows its exclusions to %j", (included, applications) => {
  const { exclusions } = read(
    policy({ users: { excludeGroups: ["g1"] }, applications: { includeApplications: [included] } }),
  );
  expect(exclusions.map((exclusion) => exclusion.applications)).toEqual([applications]);
});

test.each([
  ["disabled", "it is disabled"],
  ["enabledForReportingButNotEnforced", "it only reports and enforces nothing"],
  ["somethingNew", "it is somethingNew"],
])("a policy that is %s is skipped and named", (state, reason) => {
  expect(read(policy({ state, users: { excludeGroups: ["g1"] } }))).toEqual({
    exclusions: [],
    skipped: [{ what: "Require MFA", reason }],
  });
});

test.each([
  ["mfa beside another control, either of them", { operator: "OR", builtInControls: ["mfa", "compliantDevice"] }, true],
  ["mfa and another control", { operator: "AND", builtInControls: ["compliantDevice", "mfa"] }, true],
  ["an authentication strength", { operator: "OR", builtInControls: [], authenticationStrength: { id: "x" } }, true],
  ["no authentication strength", { operator: "OR", builtInControls: [], authenticationStrength: null }, false],
  ["a block", { operator: "OR", builtInControls: ["block"] }, false],
  ["a device", { operator: "OR", builtInControls: ["compliantDevice"] }, false],
])("a policy that asks for %s: demands MFA is %s", (_what, grantControls, demands) => {
  const { exclusions, skipped } = read(policy({ grantControls, users: { excludeGroups: ["g1"] } }));
  expect(exclusions).toHaveLength(demands ? 1 : 0);
  expect(skipped).toEqual(demands ? [] : [{ what: "Require MFA", reason: "it does not demand MFA" }]);
});

test("a policy without grant controls demands nothing", () => {
  expect(read(policy({ grantControls: null as unknown as object })).skipped).toMatchObject([
    { reason: "it does not demand MFA" },
  ]);
});

test.each([
  ["among the users", { excludeUsers: ["GuestsOrExternalUsers", "u1"] }, 1],
  [
    "in a member of their own",
    { excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: "b2bCollaborationGuest" } },
    0,
  ],
])("guests who are left out %s are skipped with a reason", (_where, users, count) => {
  const { exclusions, skipped } = read(policy({ users }));
  expect(exclusions).toHaveLength(count);
  expect(skipped).toMatchObject([{ what: "Require MFA", reason: expect.stringContaining("guests or external users") }]);
});

test("an id that a policy names twice is found once", () => {
  expect(read(policy({ users: { excludeGroups: ["g1", "g1"] } })).exclusions).toHaveLength(1);
});

test("a bare list of policies is read as well", () => {
  expect(readEntraPolicies([policy({ users: { excludeGroups: ["g1"] } })]).exclusions).toHaveLength(1);
});

test("lists that are null or missing leave nobody out", () => {
  const sparse = {
    id: "p1",
    displayName: null,
    state: "enabled",
    conditions: { users: { excludeUsers: null }, applications: null },
    grantControls: { builtInControls: ["mfa"] },
  };
  expect(read(sparse)).toEqual({ exclusions: [], skipped: [] });
});

test.each([[null], ["text"], [{}], [{ value: [{ id: "p1" }] }], [{ value: [{ ...policy(), id: "" }] }]])(
  "%j is not a list of policies",
  (json) => {
    expect(() => readEntraPolicies(json)).toThrow();
  },
);

test("the list in the documentation of Microsoft Graph is read", () => {
  const sample = readFileSync(new URL("./graph-policies.json", import.meta.url), "utf8");
  expect(readEntraPolicies(JSON.parse(sample))).toEqual({
    exclusions: [],
    skipped: [
      { what: "SimplePolicy1", reason: "it is disabled" },
      { what: "SimplePolicy2", reason: "it is disabled" },
    ],
  });
});
