import { describe, expect, onTestFinished, test } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { readChain } from "#db/audit-events.ts";
import { insertFactor } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { noteGrace } from "#jobs/note-grace.ts";
import { remindUnenrolled } from "#jobs/remind-unenrolled.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

/** The default policy gives two weeks. */
const end = addDays(testStart, 14);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const { userId } = people.requestor;
      await db.updateTable("users").set({ firstSignInAt: testStart }).where("id", "=", userId).execute();
      const context = jobContext(database);
      await noteGrace.run(context, workspace, testStart);
      const warned = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 500 }))
          .filter(({ type }) => type === "user.grace_warned")
          .map(({ data }) => (JSON.parse(data) as { thresholdDays: number }).thresholdDays);
      const told = async (template: string) =>
        (await db.selectFrom("outbox").select("toUserId").where("template", "=", template).execute()).map(
          ({ toUserId }) => toUserId,
        );
      const run = (now: string) => remindUnenrolled.run(context, workspace, now);
      return { ...database, context, userId, warned, told, run };
    };

    test("somebody without a factor is told 7, 3 and 1 days before their time is over, and when it is", async () => {
      const { context, workspace, userId, warned, told, run } = await opened();
      await run(addHours(addDays(end, -7), -1));
      expect(await warned()).toEqual([]);
      for (let daysLeft = 7; daysLeft >= 0; daysLeft -= 0.5) await run(addDays(end, -daysLeft));
      expect(await warned()).toEqual([7, 3, 1]);
      expect(await told("grace_expiring")).toEqual([userId, userId, userId]);
      await noteGrace.run(context, workspace, end);
      await noteGrace.run(context, workspace, addDays(end, 1));
      expect(await told("grace_expired")).toEqual([userId]);
    });

    test("after days without a run, and from several nodes, one message goes out", async () => {
      const { warned, told, run } = await opened();
      await Promise.all([1, 2, 3].map(() => run(addDays(end, -2))));
      expect(await warned()).toEqual([3]);
      expect(await told("grace_expiring")).toHaveLength(1);
    });

    test("whoever has enrolled is not told", async () => {
      const { db, workspace, userId, warned, run } = await opened();
      await insertFactor(db, {
        ...{ workspaceId: workspace.id, id: newId("fac"), userId, kind: "totp", label: "Phone" },
        ...{ createdAt: testStart, lastUsedAt: null, credential: null },
        totp: { secret: "sealed", lastStep: null, drift: 0 },
      });
      await run(addDays(end, -1));
      expect(await warned()).toEqual([]);
    });
  });
