import { describe, expect, onTestFinished, test } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { readChain } from "#db/audit-events.ts";
import { insertFactor } from "#db/factors.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { newId } from "#db/ids.ts";
import { insertPolicy } from "#db/policies.ts";
import { noteDemands } from "#jobs/note-demands.ts";
import { runDue } from "#jobs/run-due.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      const { db, workspace } = database;
      const people = await addPeople(database);
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(db, workspace.id, policy, { reason: "No grace", authorId: null, now: testStart });
      const { token } = await serviceToken(database);
      const server = await startDecisions(database.database);
      onTestFinished(async () => {
        await server.stop();
        await database.close();
      });
      const signIn = async (userId: string, at: string) => {
        server.clock.now = at;
        const response = await server.ask(token, signInOf(userId));
        const { context } = (await response.json()) as { context: { outcome: string; decision_id: string } };
        await gatherRecent(db, workspace.id);
        return context;
      };
      const enrol = async (userId: string) => {
        const id = newId("fac");
        await insertFactor(db, {
          workspaceId: workspace.id,
          id,
          userId,
          kind: "totp",
          label: "Phone",
          createdAt: testStart,
          lastUsedAt: null,
          credential: null,
          totp: { secret: "sealed", lastStep: null, drift: 0 },
        });
        return id;
      };
      const told = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 5000 }))
          .filter(({ type }) => type === "user.mfa_required")
          .map(({ subjectId, data }) => [subjectId, JSON.parse(data)]);
      const run = (now: string) => noteDemands.run(jobContext(database), workspace, now);
      return { ...database, people, signIn, enrol, told, run };
    };

    test("who was told to enrol while the jobs did not run is noted when they run again", async () => {
      const { people, signIn, told, ...database } = await opened();
      const context = jobContext(database);
      await runDue(noteDemands, context, testStart);
      await signIn(people.owner.userId, addHours(testStart, 1));
      await runDue(noteDemands, context, addHours(testStart, 72));
      expect((await told()).map(([userId]) => userId)).toEqual([people.owner.userId]);
    });

    test("whoever is told to enrol first is noted once, with the decision that said so", async () => {
      const { people, signIn, told, run } = await opened();
      const first = await signIn(people.owner.userId, testStart);
      expect(first.outcome).toBe("enroll");
      await run(addHours(testStart, 0.1));
      await signIn(people.owner.userId, addHours(testStart, 0.2));
      await run(addHours(testStart, 0.3));
      await run(addDays(testStart, 2));
      const data = { applicationId: "payroll", reason: "MFA_REQUIRED_NO_FACTOR", decisionId: first.decision_id };
      expect(await told()).toEqual([[people.owner.userId, data]]);
    });

    test("several tries before anyone looked are one demand, about the last of them", async () => {
      const { people, signIn, told, run } = await opened();
      await signIn(people.owner.userId, testStart);
      const last = await signIn(people.owner.userId, addHours(testStart, 0.2));
      await signIn(people.risk.userId, addHours(testStart, 0.1));
      expect(await run(addHours(testStart, 0.3))).toEqual({ told: 2, met: 0, failed: 0 });
      expect(await told()).toContainEqual([
        people.owner.userId,
        expect.objectContaining({ decisionId: last.decision_id }),
      ]);
    });

    test("it is over once they have enrolled, and a factor that is lost later begins it anew", async () => {
      const { db, people, signIn, enrol, told, run } = await opened();
      await signIn(people.owner.userId, testStart);
      await run(addHours(testStart, 0.1));
      const factor = await enrol(people.owner.userId);
      expect(await run(addHours(testStart, 0.2))).toEqual({ told: 0, met: 1, failed: 0 });
      expect((await signIn(people.owner.userId, addHours(testStart, 0.3))).outcome).toBe("challenge");
      await db.updateTable("factors").set({ revokedAt: testStart }).where("id", "=", factor).execute();
      await signIn(people.owner.userId, addHours(testStart, 5));
      expect(await run(addHours(testStart, 5.1))).toEqual({ told: 1, met: 0, failed: 0 });
      expect(await told()).toHaveLength(2);
    });

    test("a sign-in of somebody unknown, or that got in, demands nothing", async () => {
      const { people, signIn, enrol, told, run } = await opened();
      await enrol(people.owner.userId);
      await signIn(people.owner.userId, testStart);
      await signIn("stranger@elsewhere.example", testStart);
      await run(addHours(testStart, 0.1));
      expect(await told()).toEqual([]);
    });
  });
