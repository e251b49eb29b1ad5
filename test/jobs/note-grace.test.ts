import { describe, expect, onTestFinished, test } from "vitest";
import type { Policy } from "#app/engine/types.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { readChain } from "#db/audit-events.ts";
import { insertFactor } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { insertPolicy } from "#db/policies.ts";
import { setDisabled } from "#db/users.ts";
import { noteGrace } from "#jobs/note-grace.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

/** Grace of the default policy: 336 hours. */
const twoWeeks = 14;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const signIn = (userId: string, at: string) =>
        db.updateTable("users").set({ firstSignInAt: at }).where("id", "=", userId).execute();
      const enrol = (userId: string) =>
        insertFactor(db, {
          workspaceId: workspace.id,
          id: newId("fac"),
          userId,
          kind: "totp",
          label: "Phone",
          createdAt: testStart,
          lastUsedAt: null,
          credential: null,
          totp: { secret: "sealed", lastStep: null, drift: 0 },
        });
      const savePolicy = (policy: Partial<Policy>, version: number) =>
        insertPolicy(
          db,
          workspace.id,
          { ...defaultPolicy(testStart), ...policy, version },
          { reason: "x", authorId: null, now: testStart },
        );
      const told = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 5000 }))
          .filter(({ type }) => type.startsWith("TENANT_MFA_GRACE"))
          .map(({ type, subjectId, data }) => [type.slice("TENANT_MFA_GRACE_".length), subjectId, JSON.parse(data)]);
      const run = (now: string) => noteGrace.run(jobContext(database), workspace, now);
      return { ...database, people, signIn, enrol, savePolicy, told, run };
    };

    test("whoever signs in for the first time without a factor is noted once, with the end", async () => {
      const { people, signIn, run, told } = await opened();
      await signIn(people.owner.userId, addHours(testStart, 1));
      expect(await run(addHours(testStart, 2))).toEqual({ granted: 1, ended: 0, failed: 0 });
      expect(await run(addHours(testStart, 3))).toEqual({ granted: 0, ended: 0, failed: 0 });
      const startsAt = addHours(testStart, 1);
      expect(await told()).toEqual([
        ["GRANTED", people.owner.userId, { startsAt, endsAt: addDays(startsAt, twoWeeks) }],
      ]);
    });

    test("at the instant of the end, and not a millisecond before, it is noted that it ran out", async () => {
      const { people, signIn, run, told } = await opened();
      await signIn(people.owner.userId, testStart);
      await run(testStart);
      const end = addDays(testStart, twoWeeks);
      await run(new Date(Date.parse(end) - 1).toISOString());
      expect(await told()).toHaveLength(1);
      await run(end);
      await run(addDays(end, 1));
      expect(await told()).toEqual([
        ["GRANTED", people.owner.userId, { startsAt: testStart, endsAt: end }],
        ["EXPIRED", people.owner.userId, { endsAt: end }],
      ]);
    });

    test("whoever enrolled in time, or was barred, is not said to have been too late", async () => {
      const { db, workspace, people, signIn, enrol, run, told } = await opened();
      for (const { userId } of [people.owner, people.requestor]) await signIn(userId, testStart);
      await run(testStart);
      await enrol(people.owner.userId);
      await setDisabled(db, workspace.id, people.requestor.userId, addDays(testStart, 1));
      await run(addDays(testStart, 15));
      expect((await told()).map(([type]) => type)).toEqual(["GRANTED", "GRANTED"]);
      expect(await db.selectFrom("gracePeriods").select("outcome").orderBy("outcome").execute()).toEqual([
        { outcome: "disabled" },
        { outcome: "enrolled" },
      ]);
    });

    test("nothing begins for whoever has a factor, has not signed in, or whose time was over before anyone looked", async () => {
      const { people, signIn, enrol, run, told } = await opened();
      await enrol(people.owner.userId);
      await signIn(people.owner.userId, testStart);
      await signIn(people.risk.userId, testStart);
      await run(addDays(testStart, 20));
      expect(await told()).toEqual([]);
    });

    test("a policy that begins to ask gives everyone who was here before time from that instant", async () => {
      const { people, signIn, savePolicy, run, told } = await opened();
      await signIn(people.owner.userId, addDays(testStart, -400));
      const askedSince = addDays(testStart, 30);
      await savePolicy({ askedSince }, 2);
      await run(addDays(askedSince, 1));
      expect(await told()).toEqual([
        ["GRANTED", people.owner.userId, { startsAt: askedSince, endsAt: addDays(askedSince, twoWeeks) }],
      ]);
    });

    test("an edit of the policy does not begin anyone's time anew; forcing everyone to enrol anew does", async () => {
      const { people, signIn, savePolicy, run, told } = await opened();
      await signIn(people.owner.userId, testStart);
      await run(testStart);
      await savePolicy({ factorSet: "phishing_resistant" }, 2);
      await run(addDays(testStart, 2));
      expect(await told()).toHaveLength(1);
      const reenrollmentForcedAt = addDays(testStart, 60);
      await savePolicy({ reenrollmentForcedAt }, 3);
      await run(addDays(testStart, 61));
      expect((await told()).map(([type]) => type)).toEqual(["GRANTED", "EXPIRED", "GRANTED"]);
    });

    test("a thousand people at once are all noted, over as many slots as it takes", async () => {
      const { db, workspace, run, told } = await opened();
      const users = Array.from({ length: 1000 }, (_, index) => ({
        workspaceId: workspace.id,
        id: `usr_many${index}`,
        userName: `many${index}@acme.example`,
        displayName: "Many",
        ssoRequired: 1,
        createdAt: testStart,
        firstSignInAt: testStart,
      }));
      for (let from = 0; from < users.length; from += 100)
        await db
          .insertInto("users")
          .values(users.slice(from, from + 100))
          .execute();
      await run(testStart);
      await run(addHours(testStart, 1));
      expect(await told()).toHaveLength(1000);
    });
  });
