import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken, signInOf } from "#test/support/decisions.ts";
import { clausesBy, end, payroll, startSearch, withoutMfa } from "#test/support/search.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let world: Awaited<ReturnType<typeof startSearch>>;
    beforeAll(async () => {
      testDb = await open();
      world = await startSearch(testDb);
    });
    afterAll(async () => {
      await world.server.stop();
      await testDb.close();
    });

    test("who gets in without MFA is found with each clause that lets them, and its end", async () => {
      expect(clausesBy(await world.whoWithoutMfa())).toEqual({
        usr_newcomer: [{ clause: "grace", ends_at: "2026-11-03T09:00:00.000Z" }],
        [world.people.owner.userId]: [
          { clause: "exception", ends_at: end, exception: { id: "EXC-2026-0001", effect: "waive_mfa" } },
          {
            clause: "exception",
            ends_at: end,
            exception: { id: "EXC-2026-0002", effect: "waive_mfa" },
            only: { networks: ["10.0.0.0/8"], devices: ["compliant"] },
          },
        ],
        [world.people.risk.userId]: [
          { clause: "exception", ends_at: end, exception: { id: "EXC-2026-0003", effect: "waive_mfa" } },
        ],
        [world.people.admin.userId]: [
          {
            clause: "exception",
            ends_at: "2026-11-02T10:00:00.000Z",
            exception: { id: "EXC-2026-0005", effect: "waive_mfa" },
          },
        ],
        [world.people.implementer.userId]: [
          { clause: "exception", ends_at: end, exception: { id: "EXC-2026-0006", effect: "defer_enrollment" } },
        ],
      });
    });

    test("whoever is found is who they are", async () => {
      const { results } = await world.whoWithoutMfa();
      expect(results.find(({ id }) => id === "usr_newcomer")).toMatchObject({
        type: "user",
        properties: { user_name: "newcomer@acme.example", display_name: "New Comer" },
      });
    });

    test("asked from a place, an exception for another place does not count", async () => {
      const from = async (context: object) =>
        clausesBy(await world.whoWithoutMfa({ context }))[world.people.owner.userId];
      expect(await from({ ip: "203.0.113.9" })).toHaveLength(1);
      expect(await from({ ip: "10.2.3.4", device: "compliant" })).toHaveLength(2);
      expect(await from({ ip: "10.2.3.4", device: "managed" })).toHaveLength(1);
      // An address that cannot be read is in nobody's network.
      expect(await from({ ip: "10.2.3.4.5" })).toHaveLength(1);
    });

    test("an application with a floor is open to nobody", async () => {
      expect((await world.whoWithoutMfa({ resource: { type: "application", id: "vault" } })).results).toEqual([]);
    });

    test("services are found by the exception for their protocol", async () => {
      const answer = await world.whoWithoutMfa({ subject: { type: "service_principal" } });
      expect(clausesBy(answer)).toEqual({
        "svc-scan": [
          {
            clause: "legacy_protocol",
            ends_at: end,
            exception: { id: "EXC-2026-0004", effect: "allow_legacy_protocol" },
            only: { networks: ["10.1.0.0/16"], protocols: ["imap", "smtp"] },
          },
        ],
      });
    });

    test("an exception that has ended lets nobody in any more", async () => {
      world.server.clock.now = "2026-11-02T10:00:00.000Z";
      expect(clausesBy(await world.whoWithoutMfa())).not.toHaveProperty(world.people.admin.userId);
      world.server.clock.now = testStart;
      expect(clausesBy(await world.whoWithoutMfa())).toHaveProperty(world.people.admin.userId);
    });

    test("whoever is found by sign_in is permitted by an evaluation of the same, and nobody else", async () => {
      const { action, resource, context } = signInOf("");
      const { results } = await world.search("subject", { subject: { type: "user" }, action, resource, context });
      const found = results.map(({ id }) => id);
      const { token: decide } = await serviceToken(testDb);
      for (const { userId } of [...Object.values(world.people), { userId: "usr_newcomer" }]) {
        const response = await world.server.ask(decide, signInOf(userId));
        const { decision } = (await response.json()) as { decision: boolean };
        expect([userId, decision]).toEqual([userId, found.includes(userId)]);
      }
      await testDb.db.updateTable("users").set({ firstSignInAt: null }).where("id", "=", "usr_newcomer").execute();
    });

    test("a session that has completed nothing may sign in nobody, and a password steps nobody up", async () => {
      const { resource, context } = signInOf("");
      const subject = { type: "user" };
      expect((await world.search("subject", { subject, action: { name: "sign_in" }, resource })).results).toEqual([]);
      expect(
        (await world.search("subject", { subject, action: { name: "step_up" }, resource, context })).results,
      ).toEqual([]);
    });

    test("resources are the applications that a subject gets into", async () => {
      const subject = { type: "user", id: world.people.risk.userId };
      const body = { subject, action: withoutMfa, resource: { type: "application" } };
      const { results } = await world.search("resource", body);
      expect(results).toEqual([
        {
          type: "application",
          id: "payroll",
          properties: {
            name: "PAYROLL",
            clauses: [{ clause: "exception", ends_at: end, exception: { id: "EXC-2026-0003", effect: "waive_mfa" } }],
          },
        },
      ]);
      const byName = { ...body, subject: { type: "user", id: "OWNER@acme.example" } };
      expect((await world.search("resource", byName)).results.map(({ id }) => id)).toEqual([
        "mail",
        "mfa-register",
        "payroll",
      ]);
    });

    test("actions are those that are permitted", async () => {
      const { context } = signInOf("");
      const of = async (id: string) =>
        (await world.search("action", { subject: { type: "user", id }, resource: payroll, context })).results;
      expect((await of(world.people.owner.userId)).map((found) => found.name)).toEqual([
        "sign_in",
        "sign_in_without_mfa",
      ]);
      expect(await of(world.people.auditor.userId)).toEqual([]);
    });

    test("an action that is sent to the action search is ignored", async () => {
      const body = { subject: { type: "user", id: world.people.owner.userId }, resource: payroll };
      expect(await world.search("action", { ...body, action: { name: 7 } })).toEqual(
        await world.search("action", body),
      );
    });

    test.each([
      ["subject", { subject: { type: "robot" }, action: withoutMfa, resource: payroll }],
      ["subject", { subject: { type: "user" }, action: withoutMfa, resource: { type: "file", id: "payroll" } }],
      ["subject", { subject: { type: "user" }, action: withoutMfa, resource: { type: "application", id: "nowhere" } }],
      ["resource", { subject: { type: "user", id: "nobody" }, action: withoutMfa, resource: { type: "application" } }],
      ["resource", { subject: { type: "user", id: "nobody" }, action: withoutMfa, resource: { type: "file" } }],
      ["action", { subject: { type: "user", id: "nobody" }, resource: payroll }],
      ["action", { subject: { type: "robot", id: "x" }, resource: payroll }],
    ])("a %s search for what does not exist finds nothing: %j", async (entity, body) => {
      const { page, results } = await world.search(entity, body);
      expect([page, results]).toEqual([{ next_token: "", count: 0 }, []]);
    });

    test("an application that the directory does not have is said to be missing", async () => {
      const { context } = await world.whoWithoutMfa({ resource: { type: "application", id: "payrol" } });
      expect(context).toEqual({ reason: "the directory has no such application" });
    });

    test("the id of what is searched for is ignored", async () => {
      const id = world.people.auditor.userId;
      expect(await world.whoWithoutMfa({ subject: { type: "user", id } })).toEqual(await world.whoWithoutMfa());
    });

    test("with the dial off or optional everybody who gets in is found, with that clause", async () => {
      const { db, workspace } = testDb;
      const clauses = new Set<unknown>();
      for (const [version, dial] of [
        [3, "off"],
        [4, "optional"],
      ] as const) {
        const policy = { ...defaultPolicy(testStart), version, dial, floors: [] };
        await insertPolicy(db, workspace.id, policy, { reason: "Looser", authorId: null, now: testStart });
        const found = clausesBy(await world.whoWithoutMfa());
        expect(Object.keys(found)).toHaveLength(Object.keys(world.people).length + 1);
        for (const list of Object.values(found)) clauses.add((list as { clause: string }[])[0]?.clause);
      }
      expect([...clauses]).toEqual(["dial_off", "optional_without_factor"]);
    });
  });
