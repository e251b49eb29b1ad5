import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { insertPolicy } from "#db/policies.ts";
import { startAuthRequestProxy } from "#test/support/auth-request-proxy.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, startDecisions } from "#test/support/decisions.ts";
import { readPage } from "#test/support/markdown.ts";
import { addPeople, type People } from "#test/support/people.ts";

const recipe = readPage("docs/recipes.md").fences.find(({ info }) => info[0] === "nginx")?.text ?? "";

let testDb: TestDatabase;
let people: People;
let register: Awaited<ReturnType<typeof startDecisions>>;
let config: string;

beforeAll(async () => {
  testDb = await databases.sqlite();
  people = await addPeople(testDb);
  const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
  const change = { reason: "No grace", authorId: null, now: testStart };
  await insertPolicy(testDb.db, testDb.workspace.id, policy, change);
  await insertLive(testDb, people, {
    id: "EXC-2026-0001",
    endsAt: "2099-01-01T00:00:00.000Z",
    scope: { users: [people.owner.userId], applications: ["ledger"], networks: ["10.31.0.0/16"] },
  });
  await insertLive(testDb, people, {
    id: "EXC-2026-0002",
    endsAt: "2099-01-01T00:00:00.000Z",
    scope: { users: [people.risk.userId], applications: ["ledger"], devices: ["compliant"] },
  });
  register = await startDecisions(testDb.database);
  register.clock.now = new Date().toISOString();
  const { token } = await serviceToken(testDb);
  config = recipe.replace("mfar_your_token", token);
});

afterAll(async () => {
  await register.stop();
  await testDb.close();
});

const passwords = () => Object.fromEntries(Object.values(people).map(({ userName }) => [userName, "right"]));

/** Visits the application behind a proxy with this configuration, and returns the status. */
async function visit(
  userName: string,
  { headers = {}, password = "right", by = config }: { headers?: object; password?: string; by?: string } = {},
): Promise<number> {
  const proxy = await startAuthRequestProxy(by, { register: register.url, passwords: passwords() });
  register.clock.now = new Date().toISOString();
  const basic = `Basic ${Buffer.from(`${userName}:${password}`).toString("base64")}`;
  const { status } = await fetch(proxy.url, { headers: { Authorization: basic, ...headers } });
  await proxy.stop();
  return status;
}

test("a password is enough for whoever has a live exception from here, and for nobody else", async () => {
  expect(await visit(people.owner.userName)).toBe(200);
  expect(await visit(people.auditor.userName)).toBe(401);
  expect(await visit(people.owner.userName, { password: "wrong" })).toBe(401);
});

test("nothing that a visitor sends passes for what the proxy says", async () => {
  const headers = { "X-MFA-Subject": people.owner.userName, "X-MFA-Device": "compliant", Cookie: "a=1" };
  expect(await visit(people.risk.userName, { headers })).toBe(401);
  expect(await visit(people.owner.userName, { headers })).toBe(200);
});

test("were the visitor's headers passed on, one with a cookie would be stopped, and one without would not", async () => {
  const careless = config.replace("proxy_pass_request_headers off;", "");
  const headers = { "X-MFA-Device": "compliant" };
  expect(await visit(people.risk.userName, { by: careless, headers: { ...headers, Cookie: "a=1" } })).toBe(500);
  expect(await visit(people.risk.userName, { by: careless, headers })).toBe(200);
});

test("without a working token, and without the register, nobody passes", async () => {
  expect(await visit(people.owner.userName, { by: recipe })).toBe(401);
  const elsewhere = config.replace("/access/v1/forward-auth", "/access/v1/forward");
  expect(await visit(people.owner.userName, { by: elsewhere })).toBe(500);
});
