import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { insertFactor } from "#db/factors.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecision } from "#test/support/recorded-decisions.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let server: Awaited<ReturnType<typeof startDecisions>>;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      ({ token } = await serviceToken(testDb));
      server = await startDecisions(testDb.database);
      const policy = { ...defaultPolicy(testStart), version: 2, challengeFrequency: "new_device" as const };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, { reason: "Known", authorId: null, now: testStart });
      await insertFactor(testDb.db, {
        workspaceId: testDb.workspace.id,
        id: "fct_1",
        userId: people.owner.userId,
        kind: "totp",
        label: "Phone",
        createdAt: testStart,
        lastUsedAt: null,
        credential: null,
        totp: { secret: "sealed", lastStep: null, drift: 0 },
      });
    });
    afterAll(async () => {
      await server.stop();
      await testDb.close();
    });

    /** Asks about a sign-in with a password, and returns the answer with what was recorded of the client. */
    async function ask(subjectId: string, context: Record<string, unknown>) {
      const response = await server.ask(token, signInOf(subjectId, context));
      const { context: answer } = (await response.json()) as { context: { outcome: string; decision_id: string } };
      const { body } = await recordedDecision(testDb.db, answer.decision_id);
      const { client } = JSON.parse(body) as { client: { isKnownDevice?: boolean } };
      return [answer.outcome, client.isKnownDevice];
    }

    test("a device that the caller knows is spared the challenge, and the record says that it was known", async () => {
      expect(await ask(people.owner.userName, { device_known: true })).toEqual(["allow", true]);
    });

    test("anything but true is a new device, and the record leaves it out", async () => {
      for (const device_known of [undefined, null, false, "true", 1])
        expect(await ask(people.owner.userName, { device_known })).toEqual(["challenge", undefined]);
    });

    test("a known device is nothing to whoever has no factor", async () => {
      const policy = {
        ...defaultPolicy(testStart),
        version: 3,
        graceHours: 0,
        challengeFrequency: "new_device" as const,
      };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, { reason: "At once", authorId: null, now: testStart });
      expect(await ask(people.requestor.userName, { device_known: true })).toEqual(["enroll", true]);
    });
  });
