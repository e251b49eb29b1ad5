import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Answer = { decision: boolean; context: { reason: string; outcome: string; achieved_aal: number } };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let server: Awaited<ReturnType<typeof startDecisions>>;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      const change = { reason: "No grace", authorId: null, now: testStart };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, change);
      await insertLive(testDb, people, {
        id: "EXC-2026-0001",
        scope: { users: [people.owner.userId], networks: ["10.0.0.0/8"] },
      });
      await insertLive(testDb, people, {
        id: "EXC-2026-0002",
        scope: { users: [people.risk.userId], devices: ["compliant"] },
      });
      await insertLive(testDb, people, { id: "EXC-2026-0003", userId: people.admin.userId });
      await insertLive(testDb, people, {
        id: "EXC-2026-0004",
        effect: "allow_legacy_protocol",
        scope: { users: [people.identity.userId], protocols: ["imap"] },
      });
      server = await startDecisions(testDb.database);
      ({ token } = await serviceToken(testDb));
    });
    afterAll(async () => {
      await server.stop();
      await testDb.close();
    });

    /** The same question in each of the ways in which it can be asked; all have to agree. */
    async function ask(subjectId: string, context: Record<string, unknown>, action = "sign_in"): Promise<Answer> {
      const question = { ...signInOf(subjectId), action: { name: action }, context };
      const single = (await (await server.ask(token, question)).json()) as Answer;
      const call = await server.post("/access/v1/evaluations", token, { ...question, evaluations: [{}] });
      const { evaluations } = (await call.json()) as { evaluations: Answer[] };
      const shown = ({ decision, context: { reason } }: Answer) => ({ decision, reason });
      expect(evaluations.map(shown)).toEqual([shown(single)]);
      return single;
    }
    const password = { completed_methods: [{ method: "password", completed_at: testStart }] };
    const reasonOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).context.reason;

    test.each([
      ["no address", {}],
      ["null", { ip: null }],
      ["a letter", { ip: "a" }],
      ["a list as proxies write it", { ip: "10.0.0.1, 203.0.113.7" }],
      ["an address with a port", { ip: "10.0.0.1:443" }],
      ["an address with a zero too many", { ip: "010.0.0.1" }],
      ["a network", { ip: "10.0.0.0/8" }],
      ["an address of another form", { ip: "167772161" }],
      ["an address outside", { ip: "11.0.0.1" }],
    ])("from %s, an exception for a network lets nobody in", async (_what, context) => {
      const { decision } = await ask(people.owner.userId, { ...password, ...context });
      expect(decision).toBe(false);
      expect((await ask(people.owner.userId, { ...password, ip: "10.0.0.1" })).decision).toBe(true);
    });

    test.each([
      ["no list", {}],
      ["an empty list", { completed_methods: [] }],
      [
        "a method without a time that can be read",
        { completed_methods: [{ method: "password", completed_at: "now" }] },
      ],
      ["a method of tomorrow", { completed_methods: [{ method: "password", completed_at: "2026-11-03T09:00:00Z" }] }],
      ["a method that nobody knows", { completed_methods: [{ method: "smile", completed_at: testStart }] }],
    ])("with %s nothing has been completed, and nobody is let in by an exception either", async (_what, context) => {
      const { decision, context: answer } = await ask(people.admin.userId, context);
      expect([decision, answer.achieved_aal]).toEqual([false, 0]);
    });

    test("the caller's own time counts for nothing", async () => {
      server.clock.now = "2026-12-01T09:00:00.000Z";
      const context = { ...password, time: testStart, now: testStart };
      expect((await ask(people.admin.userId, context)).decision).toBe(false);
      server.clock.now = testStart;
    });

    test("groups and roles that a caller claims count for nothing", async () => {
      const claimed = { properties: { groups: ["everybody"], roles: ["exempt"], factors: ["totp"] } };
      const question = signInOf(people.auditor.userId);
      const body = { ...question, subject: { ...question.subject, ...claimed } };
      expect(await (await server.ask(token, body)).json()).toMatchObject({ decision: false });
    });

    test("a device that is missing or unknown matches no exception for a posture", async () => {
      for (const device of [undefined, null, "", "unknown", "COMPLIANT", "trusted"])
        expect((await ask(people.risk.userId, { ...password, device })).decision).toBe(false);
      expect((await ask(people.risk.userId, { ...password, device: "compliant" })).decision).toBe(true);
    });

    test("a client that cannot prompt is refused unless a live exception names its protocol", async () => {
      for (const protocol of ["imap", "ropc", "smtp", "gopher", ""])
        expect(await reasonOf(people.admin.userId, { ...password, protocol })).toBe("LEGACY_PROTOCOL_REFUSED");
      expect(await reasonOf(people.identity.userId, { ...password, protocol: "ropc" })).toBe("LEGACY_PROTOCOL_REFUSED");
      expect((await ask(people.identity.userId, { ...password, protocol: "imap" })).decision).toBe(true);
      // And never steps up, exception or not.
      for (const { userId } of [people.identity, people.admin])
        expect(await reasonOf(userId, { ...password, protocol: "imap" }, "step_up")).toBe("LEGACY_PROTOCOL_REFUSED");
    });

    test("whoever has to enrol is told so whichever way they come back", async () => {
      const again = [{}, { restart: true }, { completed_methods: [] }, { ...password, device_known: true }];
      for (const context of again)
        expect((await ask(people.auditor.userId, { ...password, ...context })).decision).toBe(false);
      expect((await ask(people.auditor.userId, password, "step_up")).context.outcome).toBe("enroll");
      const claimed = [{ method: "totp", completed_at: testStart }, ...password.completed_methods];
      expect((await ask(people.auditor.userId, { completed_methods: claimed })).decision).toBe(false);
    });

    test("a revocation counts at once, in a call as well, and what was revoked steps nobody up", async () => {
      expect((await ask(people.admin.userId, password)).decision).toBe(true);
      expect((await ask(people.admin.userId, password, "step_up")).decision).toBe(false);
      await testDb.db.updateTable("exceptions").set({ state: "revoked" }).where("id", "=", "EXC-2026-0003").execute();
      expect((await ask(people.admin.userId, password)).decision).toBe(false);
    });
  });
