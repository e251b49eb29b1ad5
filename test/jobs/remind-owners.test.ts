import { describe, expect, onTestFinished, test } from "vitest";
import { contentOf } from "#app/mail/content-of.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { readChain } from "#db/audit-events.ts";
import { queued } from "#db/outbox.ts";
import { remindOwners } from "#jobs/remind-owners.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const end = addDays(testStart, 60);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const record = await activeException(database, people, { now: testStart, endsAt: end });
      const { db, workspace } = database;
      const warned = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 500 }))
          .filter(({ type }) => type === "exception.expiry_warned")
          .map(({ data }) => (JSON.parse(data) as { thresholdDays: number }).thresholdDays);
      const run = (now: string) => remindOwners.run(jobContext(database), workspace, now);
      return { ...database, people, record, warned, run };
    };

    test("people are warned once at each of 14, 7, 3 and 1 days before the end", async () => {
      const { run, warned } = await opened();
      for (let daysLeft = 20; daysLeft > 0; daysLeft -= 0.5) await run(addDays(end, -daysLeft));
      expect(await warned()).toEqual([14, 7, 3, 1]);
    });

    test("a threshold is reached at its instant and not an hour before", async () => {
      const { run, warned } = await opened();
      await run(addHours(addDays(end, -14), -1));
      expect(await warned()).toEqual([]);
      await run(addDays(end, -14));
      expect(await warned()).toEqual([14]);
    });

    test("after days without a run one message goes out, about the nearest threshold", async () => {
      const { db, run, warned, people } = await opened();
      await run(addDays(end, -2.5));
      await run(addDays(end, -2.4));
      expect(await warned()).toEqual([3]);
      const told = await db
        .selectFrom("outbox")
        .select("toUserId")
        .where("template", "=", "exception_expiring")
        .execute();
      expect(told.map(({ toUserId }) => toUserId).sort()).toEqual(
        [people.owner.userId, people.requestor.userId].sort(),
      );
      await run(addDays(end, -0.5));
      expect(await warned()).toEqual([3, 1]);
    });

    test("where owner and requestor have both left, the security contact is warned", async () => {
      const { db, run, people, workspace } = await opened();
      const told = async () =>
        (await db.selectFrom("outbox").select("toAddress").where("template", "=", "exception_expiring").execute()).map(
          ({ toAddress }) => toAddress,
        );
      const bar = (userId: string) =>
        db.updateTable("users").set({ disabledAt: testStart }).where("id", "=", userId).execute();
      await bar(people.owner.userId);
      await run(addDays(end, -14));
      expect(await told()).toEqual([people.requestor.userName]);
      await bar(people.requestor.userId);
      await run(addDays(end, -7));
      expect(await told()).toEqual([people.requestor.userName, workspace.securityContact]);
    });

    test("the warning says what can still become of the end", async () => {
      const { db, run, workspace, record } = await opened();
      const lead = async (daysLeft: number) => {
        await db.deleteFrom("outbox").execute();
        await run(addDays(end, -daysLeft));
        const row = await db.selectFrom("outbox").selectAll().executeTakeFirstOrThrow();
        return contentOf("exception_expiring", queued(workspace.id, row).data, { publicUrl: "" }).lead;
      };
      const change = (values: { extension?: string; extensionCount?: number }) =>
        db.updateTable("exceptions").set(values).where("id", "=", record.id).execute();
      expect(await lead(14)).toMatch(/ask for a later end before/);
      const wish = { endsAt: addDays(end, 9), askedEndsAt: addDays(end, 9), reason: "Late" };
      await change({
        extension: JSON.stringify({ ...wish, contentHash: "0", requestedBy: "x", requestedAt: testStart }),
      });
      expect(await lead(7)).toMatch(/A later end is asked for/);
      await change({ extension: "null", extensionCount: 100 });
      expect(await lead(3)).toMatch(/allows no later one any more/);
    });

    test("an exception whose end is moved is warned about anew", async () => {
      const { db, run, record, warned } = await opened();
      await run(addDays(end, -13));
      await db
        .updateTable("exceptions")
        .set({ endsAt: addDays(end, 30) })
        .where("id", "=", record.id)
        .execute();
      await run(addDays(end, 17));
      expect(await warned()).toEqual([14, 14]);
    });

    test("nobody is warned of an end that has passed, or of a record that is not in force", async () => {
      const { db, run, record, warned } = await opened();
      await run(end);
      await db.updateTable("exceptions").set({ state: "revoked" }).where("id", "=", record.id).execute();
      await run(addDays(end, -1));
      expect(await warned()).toEqual([]);
    });

    test("nodes that run at once send one warning", async () => {
      const { run, warned } = await opened();
      await Promise.all([1, 2, 3, 4].map(() => run(addDays(end, -5))));
      expect(await warned()).toEqual([7]);
    });
  });
