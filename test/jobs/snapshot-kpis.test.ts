import { describe, expect, onTestFinished, test } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { kpis } from "#app/reports/kpis.ts";
import { insertException } from "#db/exceptions.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { snapshotKpis } from "#jobs/snapshot-kpis.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { jobContext } from "#test/support/job-context.ts";
import { make } from "#test/support/make.ts";
import { addPeople } from "#test/support/people.ts";

/** A minute past midnight in Berlin, after the day on which the workspace began. */
const firstNight = "2026-11-02T23:01:00.000Z";
const everyDay = { from: "2000-01-01", to: "2100-01-01" };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const record = await activeException(database, people, { now: testStart, endsAt: addDays(testStart, 60) });
      const run = (now: string) => snapshotKpis.run(jobContext(database), workspace, now);
      const kept = async (key?: string) =>
        (await listSnapshots(db, workspace.id, { ...everyDay, ...(key === undefined ? {} : { key }) })).map(
          ({ day, value }) => [day, value],
        );
      return { ...database, people, record, run, kept };
    };

    test("the day that has ended is measured once, with every figure that has a definition", async () => {
      const { db, workspace, run, kept } = await opened();
      await Promise.all([1, 2, 3].map(() => run(firstNight)));
      await run(addHours(firstNight, 20));
      expect(await kept("live")).toEqual([["2026-11-02", 1]]);
      expect(await kept("people")).toEqual([["2026-11-02", 10]]);
      const keys = (await listSnapshots(db, workspace.id, everyDay)).map(({ key }) => key);
      expect(keys.filter((key) => !kpis.some((kpi) => kpi.key === key))).toEqual([]);
      expect(new Set(keys).size).toBe(keys.length);
    });

    test("of days on which nothing ran the register is kept as it was, and who had a factor is not invented", async () => {
      const { db, workspace, people, record, run, kept } = await opened();
      await run(firstNight);
      const give = commandsOf({ db, workspace }, people);
      await give(record.id, "admin", { command: "revoke", comment: "Not needed" }, addDays(testStart, 2));
      await run(addHours(firstNight, 4 * 24 + 5));
      expect(await kept("live")).toEqual([
        ["2026-11-02", 1],
        ["2026-11-03", 1],
        ["2026-11-04", 0],
        ["2026-11-05", 0],
        ["2026-11-06", 0],
      ]);
      expect(await kept("people")).toEqual([["2026-11-02", 10]]);
      expect((await kept("live_never_used")).map(([, value]) => value)).toEqual([1, 1, 0, 0, 0]);
    });

    test("a record of which nothing is kept from that day leaves the register of the day out", async () => {
      const { db, workspace, people, run, kept } = await opened();
      await run(firstNight);
      const { userId } = people.requestor;
      const changed = { createdAt: testStart, updatedAt: addDays(testStart, 10) };
      const about = { workspaceId: workspace.id, id: "EXC-2026-0900", ownerId: userId, requestorId: userId };
      await insertException(db, make.exception({ ...about, ...changed }), null);
      await run(addHours(firstNight, 2 * 24 + 5));
      expect(await kept("live")).toEqual([["2026-11-02", 1]]);
      expect(await kept("sign_ins_allowed")).toEqual([
        ["2026-11-02", 0],
        ["2026-11-03", 0],
        ["2026-11-04", 0],
      ]);
    });

    test("what was measured cannot be changed", async () => {
      const { db, run } = await opened();
      await run(firstNight);
      await expect(db.updateTable("kpiSnapshots").set({ value: 0 }).execute()).rejects.toThrow("append-only");
      await expect(db.deleteFrom("kpiSnapshots").execute()).rejects.toThrow("append-only");
    });
  });
