import { expect, test } from "vitest";
import { compareNarrowness, scopeMatches } from "#app/engine/scope.ts";
import { devicePostures, protocols, type Scope } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

const anita = make.signIn();
const backup = make.signIn({
  subject: make.subject({ kind: "service_principal", id: "backup", groups: [], roles: [] }),
});
const always = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 };
const never = { days: [1], fromMinute: 0, toMinute: 1 };

test("a scope that names no subject and no application matches nobody", () => {
  expect(scopeMatches(make.scope(), anita)).toBe(false);
  const narrowed = make.scope({
    networks: ["0.0.0.0/0"],
    devices: [...devicePostures],
    protocols: [...protocols],
    windows: [always],
  });
  expect(scopeMatches(narrowed, anita)).toBe(false);
});

test("no scope matches a subject that the directory does not know", () => {
  expect(scopeMatches(make.scope({ applications: ["mail"] }), make.signIn({ subject: null }))).toBe(false);
});

test("a user is matched by id and needs no narrowing", () => {
  expect(scopeMatches(make.scope({ users: ["boris", "anita"] }), anita)).toBe(true);
  expect(scopeMatches(make.scope({ users: ["boris"] }), anita)).toBe(false);
  expect(scopeMatches(make.scope({ users: ["Anita"] }), anita)).toBe(false);
});

test("users and service principals with the same id are not each other", () => {
  expect(scopeMatches(make.scope({ servicePrincipals: ["backup"] }), backup)).toBe(true);
  expect(scopeMatches(make.scope({ users: ["backup"] }), backup)).toBe(false);
  expect(scopeMatches(make.scope({ servicePrincipals: ["anita"] }), anita)).toBe(false);
});

for (const list of ["groups", "roles"] as const) {
  const named = { [list]: ["staff", "member"] };

  test(`${list} match only with an application, a network or a time window beside them`, () => {
    expect(scopeMatches(make.scope(named), anita)).toBe(false);
    expect(scopeMatches(make.scope({ ...named, devices: ["managed"], protocols: ["modern"] }), anita)).toBe(false);
    expect(scopeMatches(make.scope({ ...named, applications: ["mail"] }), anita)).toBe(true);
    expect(scopeMatches(make.scope({ ...named, networks: ["198.51.100.0/24"] }), anita)).toBe(true);
    expect(scopeMatches(make.scope({ ...named, windows: [always] }), anita)).toBe(true);
  });

  test(`${list} that the subject is not in do not match`, () => {
    expect(scopeMatches(make.scope({ [list]: ["finance"], applications: ["mail"] }), anita)).toBe(false);
    const alone = make.signIn({ subject: make.subject({ groups: [], roles: [] }) });
    expect(scopeMatches(make.scope({ ...named, applications: ["mail"] }), alone)).toBe(false);
  });
}

test("the subject lists count as one: any of them matches", () => {
  expect(scopeMatches(make.scope({ users: ["boris"], groups: ["staff"], applications: ["mail"] }), anita)).toBe(true);
  expect(scopeMatches(make.scope({ users: ["anita"], groups: ["finance"] }), anita)).toBe(true);
});

test("a group beside a named user still needs narrowing of its own", () => {
  expect(scopeMatches(make.scope({ users: ["boris"], groups: ["staff"] }), anita)).toBe(false);
});

test("a scope of applications only matches everyone there and nobody elsewhere", () => {
  const scope = make.scope({ applications: ["mail", "wiki"] });
  expect(scopeMatches(scope, anita)).toBe(true);
  expect(scopeMatches(scope, backup)).toBe(true);
  expect(scopeMatches(scope, make.signIn({ applicationId: "payroll" }))).toBe(false);
});

test("an empty id matches nothing, not even an empty id in a list", () => {
  const nameless = make.signIn({ subject: make.subject({ id: "", groups: [""], roles: [""] }), applicationId: "" });
  const lists: Partial<Scope>[] = [
    { applications: [""] },
    { users: [""] },
    { groups: [""], windows: [always] },
    { roles: [""], windows: [always] },
  ];
  for (const list of lists) expect(scopeMatches(make.scope(list), nameless), JSON.stringify(list)).toBe(false);
});

const narrowings: [string, Partial<Scope>, boolean][] = [
  ["the application", { applications: ["mail"] }, true],
  ["another application", { applications: ["payroll"] }, false],
  ["one of two networks", { networks: ["10.0.0.0/8", "198.51.100.0/24"] }, true],
  ["another network", { networks: ["10.0.0.0/8"] }, false],
  ["a network that cannot be parsed", { networks: ["office"] }, false],
  ["a network that can be parsed beside one that cannot", { networks: ["office", "198.51.100.7/32"] }, true],
  ["the device posture", { devices: ["compliant", "managed"] }, true],
  ["another device posture", { devices: ["compliant"] }, false],
  ["the protocol", { protocols: ["modern"] }, true],
  ["another protocol", { protocols: ["imap"] }, false],
  ["one of two windows", { windows: [never, always] }, true],
  ["another window", { windows: [never] }, false],
  [
    "all of them",
    { applications: ["mail"], networks: ["198.51.100.0/24"], devices: ["managed"], windows: [always] },
    true,
  ],
  [
    "all but one",
    { applications: ["mail"], networks: ["198.51.100.0/24"], devices: ["managed"], windows: [never] },
    false,
  ],
];

for (const [name, lists, matches] of narrowings) {
  test(`a scope narrowed to ${name} ${matches ? "matches" : "does not match"}`, () => {
    expect(scopeMatches(make.scope({ users: ["anita"], ...lists }), anita)).toBe(matches);
  });
}

test("a missing or unparsable address matches no network", () => {
  const scope = make.scope({ users: ["anita"], networks: ["0.0.0.0/0", "::/0"] });
  for (const ip of [null, "", "a", "198.51.100.7, 10.0.0.1"]) {
    expect(scopeMatches(scope, make.signIn({ client: make.client({ ip }) })), String(ip)).toBe(false);
  }
});

test("an unknown device matches only where it is listed", () => {
  const unknown = make.signIn({ client: make.client({ device: "unknown" }) });
  expect(scopeMatches(make.scope({ users: ["anita"], devices: ["unmanaged", "managed"] }), unknown)).toBe(false);
  expect(scopeMatches(make.scope({ users: ["anita"], devices: ["unknown"] }), unknown)).toBe(true);
});

test("scopes are ordered by whom they name, then by how much narrows them, then by size", () => {
  const narrowestFirst = [
    make.scope({ users: ["anita"], applications: ["mail"], devices: ["managed"] }),
    make.scope({ users: ["anita"], applications: ["mail"] }),
    make.scope({ users: ["anita"] }),
    make.scope({ servicePrincipals: ["backup"], users: ["anita"] }),
    make.scope({ groups: ["staff"], applications: ["mail"], networks: ["10.0.0.0/8"], windows: [always] }),
    make.scope({ roles: ["member"], protocols: ["imap"], networks: ["10.0.0.0/8"] }),
    make.scope({ groups: ["staff"], applications: ["mail"] }),
    make.scope({ groups: ["staff"], applications: ["mail", "wiki"] }),
    make.scope({ groups: ["staff"], users: ["anita"], applications: ["mail", "wiki"] }),
    make.scope({ applications: ["mail"], networks: ["10.0.0.0/8"], devices: ["managed"], protocols: ["imap"] }),
    make.scope({ applications: ["mail"] }),
  ];
  for (const [i, a] of narrowestFirst.entries()) {
    for (const [j, b] of narrowestFirst.entries()) expect(Math.sign(compareNarrowness(a, b))).toBe(Math.sign(i - j));
  }
});
