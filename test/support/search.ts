import { expect } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { SearchResponseWire } from "#app/signins/search-wire.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { insertPolicy } from "#db/policies.ts";
import { insertUser } from "#db/users.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import { insertLive, serviceToken, startDecisions } from "./decisions.ts";
import { addPeople } from "./people.ts";

export type Found = { type?: string; id?: string; name?: string; properties: Record<string, unknown> };
export type FoundPage = { page: { next_token: string; count: number }; context?: { reason: string }; results: Found[] };

/** The end of every exception below but one. */
export const end = "2026-12-01T09:00:00.000Z";
export const withoutMfa = { name: "sign_in_without_mfa" };
export const payroll = { type: "application", id: "payroll" };

/** Fills a workspace with people and services some of whom get in without MFA, and starts a server that is searched. */
export async function startSearch(testDb: TestDatabase) {
  const { db, workspace } = testDb;
  const people = await addPeople(testDb);
  // Nobody has grace but who has never signed in: "first_sign_in" counts from there, and these have signed in long ago.
  const policy = {
    ...defaultPolicy(testStart),
    version: 2,
    graceHours: 24,
    askedSince: "2026-01-01T00:00:00.000Z",
    floors: [{ id: "vault", target: { kind: "application", id: "vault" } as const, dial: "required" as const }],
  };
  await insertPolicy(db, workspace.id, policy, { reason: "A day of grace", authorId: null, now: testStart });
  await db.updateTable("users").set({ firstSignInAt: "2026-02-01T00:00:00.000Z" }).execute();
  await insertUser(db, workspace.id, {
    id: "usr_newcomer",
    userName: "newcomer@acme.example",
    displayName: "New Comer",
    createdAt: testStart,
  });
  for (const [kind, id] of [
    ["application", "mail"],
    ["application", "payroll"],
    ["application", "vault"],
    ["group", "lab"],
    ["service_principal", "svc-scan"],
    ["service_principal", "svc-other"],
  ] as const)
    await addDirectoryObject(db, workspace.id, { kind, id, name: id.toUpperCase() }, testStart);
  await addMembership(db, workspace.id, { userId: people.risk.userId, kind: "group", objectId: "lab" }, testStart);
  await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.owner.userId });
  await insertLive(testDb, people, {
    id: "EXC-2026-0002",
    scope: { users: [people.owner.userId], networks: ["10.0.0.0/8"], devices: ["compliant"] },
  });
  await insertLive(testDb, people, { id: "EXC-2026-0003", scope: { groups: ["lab"], applications: ["payroll"] } });
  await insertLive(testDb, people, {
    id: "EXC-2026-0004",
    effect: "allow_legacy_protocol",
    scope: { servicePrincipals: ["svc-scan"], protocols: ["imap", "smtp"], networks: ["10.1.0.0/16"] },
  });
  await insertLive(testDb, people, {
    id: "EXC-2026-0005",
    userId: people.admin.userId,
    endsAt: "2026-11-02T10:00:00.000Z",
  });
  await insertLive(testDb, people, {
    id: "EXC-2026-0006",
    effect: "defer_enrollment",
    userId: people.implementer.userId,
  });
  const server = await startDecisions(testDb.database);
  const { token } = await serviceToken(testDb, null, ["search"]);

  async function search(entity: string, body: unknown): Promise<FoundPage> {
    const response = await server.post(`/access/v1/search/${entity}`, token, body);
    const answer = (await response.json()) as FoundPage;
    expect([response.status, answer]).toEqual([200, answer]);
    expect(SearchResponseWire.strict().safeParse(answer).error).toBeUndefined();
    expect(answer.page.count).toBe(answer.results.length);
    return answer;
  }

  return {
    people,
    server,
    token,
    search,
    whoWithoutMfa: (over: object = {}) =>
      search("subject", { subject: { type: "user" }, action: withoutMfa, resource: payroll, ...over }),
  };
}

/** Returns the clauses of those who were found, by their ids. */
export function clausesBy({ results }: FoundPage): Record<string, unknown> {
  return Object.fromEntries(results.map(({ id, properties }) => [id, properties.clauses]));
}
