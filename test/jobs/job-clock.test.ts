import { describe, expect, onTestFinished, test } from "vitest";
import { listUntoldDowntimes } from "#db/downtimes.ts";
import { listRuns } from "#db/job-runs.ts";
import type { Job, JobContext } from "#jobs/job.ts";
import { keepJobClock } from "#jobs/job-clock.ts";
import { runDue } from "#jobs/run-due.ts";
import { databases } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";

type Ran = { at: string; isCatchingUp: boolean };

/** A job that says when it ran, by which clock and whether it was late. */
function telling(given: Pick<Job, "cron"> & Partial<Job>) {
  const ran: Ran[] = [];
  const job: Job = {
    name: "tell",
    summary: "Tells.",
    ...given,
    run: async ({ isCatchingUp }, _workspace, at) => {
      ran.push({ at, isCatchingUp });
      return {};
    },
  };
  return { job, ran, times: () => ran.map(({ at }) => at) };
}

/** Lets the clock show these instants one after the other. */
async function drive(job: Job, context: JobContext, instants: readonly string[]): Promise<void> {
  for (const now of instants) await runDue(job, context, now);
}

function everyHalfHour(from: string, days: number): string[] {
  const begin = Date.parse(from);
  return Array.from({ length: days * 48 }, (_, index) => new Date(begin + index * 1_800_000).toISOString());
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      return { ...database, context: jobContext(database) };
    };

    test.each([
      ["an hour", "2026-11-10T11:05:00.000Z"],
      ["a day", "2026-11-09T12:05:00.000Z"],
    ])("a clock that goes back %s runs nothing again, and nothing behind what was seen", async (_what, back) => {
      const { context } = await opened();
      const { job, times } = telling({ cron: "*/5 * * * *" });
      await drive(job, context, ["2026-11-10T12:05:00.000Z", back, "2026-11-10T12:04:00.000Z"]);
      expect(times()).toEqual(["2026-11-10T12:05:00.000Z"]);
      await drive(job, context, ["2026-11-10T12:10:00.000Z"]);
      expect(times()).toEqual(["2026-11-10T12:05:00.000Z", "2026-11-10T12:10:00.000Z"]);
    });

    test("what cannot wait goes on while the clock is behind, at the time that was seen", async () => {
      const { context } = await opened();
      const { job, times } = telling({ cron: "* * * * *", everySeconds: 5 });
      await drive(job, context, ["2026-11-10T12:05:00.000Z", "2026-11-10T11:05:00.000Z"]);
      expect(times()).toEqual(["2026-11-10T12:05:00.000Z", "2026-11-10T12:05:00.000Z"]);
    });

    test("a clock that was ten years ahead by mistake does not stop the jobs for ten years", async () => {
      const { context } = await opened();
      const warnings: string[] = [];
      const log = { ...context.log, warn: (_fields: object, sentence: string) => void warnings.push(sentence) };
      const { job, times } = telling({ cron: "*/5 * * * *" });
      const right = "2026-11-10T12:10:00.000Z";
      await drive(job, { ...context, log }, ["2026-11-10T12:05:00.000Z", "2036-11-10T12:05:00.000Z", right]);
      expect(times().at(-1)).toBe(right);
      expect(warnings).toEqual(["the clock was far ahead; the jobs follow it back"]);
    });

    // In Berlin 02:30 is skipped on 29 March 2026 and comes twice on 25 October.
    test.each([
      ["2026-03-27T12:00:00.000Z", ["27T01:30", "28T01:30", "29T01:30", "30T00:30", "31T00:30"]],
      ["2026-10-23T12:00:00.000Z", ["23T00:30", "24T00:30", "25T00:30", "26T01:30", "27T01:30"]],
    ])("from %s on, a job in the workspace's time zone has one slot a day", async (from, expected) => {
      const { context, db, workspace } = await opened();
      const { job } = telling({ cron: "30 2 * * *", zone: "workspace" });
      await drive(job, context, everyHalfHour(from, 4));
      const slots = (await listRuns(db, workspace.id, { limit: 99 })).map(({ slot }) => slot.slice(8, 16));
      expect(slots.sort()).toEqual(expected);
    });

    test("month ends and a leap day have their slot", async () => {
      const { context } = await opened();
      const { job, times } = telling({ cron: "0 0 1 * *" });
      const days = ["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-31", "2028-04-01", "2028-04-30"];
      await drive(
        job,
        context,
        days.map((day) => `${day}T12:00:00.000Z`),
      );
      expect(times().map((at) => at.slice(0, 10))).toEqual(["2028-02-28", "2028-03-01", "2028-04-01"]);
    });

    test("a workspace that moves west does not have a slot again that is past", async () => {
      const { context, db, workspace } = await opened();
      const { job, times } = telling({ cron: "0 8 * * *", zone: "workspace" });
      await drive(job, context, ["2026-11-10T07:30:00.000Z"]);
      await db.updateTable("workspaces").set({ timeZone: "America/New_York" }).where("id", "=", workspace.id).execute();
      await drive(job, context, ["2026-11-10T07:40:00.000Z", "2026-11-10T13:00:00.000Z"]);
      expect(times()).toEqual(["2026-11-10T07:30:00.000Z", "2026-11-10T13:00:00.000Z"]);
    });

    test.each([
      ["*/5 * * * *", ["2026-11-10T12:00:00.000Z", "2026-11-10T12:55:00.000Z"], false],
      ["*/5 * * * *", ["2026-11-10T12:00:00.000Z", "2026-11-10T13:05:00.000Z"], true],
      ["0 * * * *", ["2026-11-10T12:00:00.000Z", "2026-11-10T14:00:00.000Z"], false],
      ["0 * * * *", ["2026-11-10T12:00:00.000Z", "2026-11-10T15:00:00.000Z"], true],
      ["30 2 * * *", ["2026-11-10T02:30:00.000Z", "2026-11-12T02:30:00.000Z"], false],
      ["30 2 * * *", ["2026-11-10T02:30:00.000Z", "2026-11-13T02:30:00.000Z"], true],
    ])("%s that ran at %j makes up for a pause: %j", async (cron, instants, isCatchingUp) => {
      const { context } = await opened();
      const { job, ran } = telling({ cron });
      await drive(job, context, instants);
      expect(ran.map((run) => run.isCatchingUp)).toEqual([false, isCatchingUp]);
    });

    test("a pause of more than an hour is noted once, however many nodes come back", async () => {
      const { db, workspace, context } = await opened();
      const clocks = Array.from({ length: 50 }, () => keepJobClock(db, context.log));
      const [beganAt, endedAt] = ["2026-11-10T12:00:00.000Z", "2026-11-13T12:00:00.000Z"];
      for (const now of [beganAt, "2026-11-10T12:59:00.000Z"]) await clocks[0]?.(workspace.id, now);
      await Promise.all(clocks.map((clock) => clock(workspace.id, endedAt)));
      expect(await listUntoldDowntimes(db, workspace.id, endedAt)).toEqual([
        { beganAt: "2026-11-10T12:59:00.000Z", endedAt },
      ]);
    });
  });
