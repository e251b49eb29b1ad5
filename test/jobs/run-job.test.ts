import { describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "#db/connect.ts";
import { listRuns } from "#db/job-runs.ts";
import type { Job } from "#jobs/job.ts";
import { runDue } from "#jobs/run-due.ts";
import { runJob } from "#jobs/run-job.ts";
import { databases } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";

const now = "2026-11-10T12:03:00.000Z";

/** A job that counts how often it ran. */
function counting(cron = "*/5 * * * *") {
  const ran: string[] = [];
  const job: Job = {
    name: "count",
    cron,
    summary: "Counts.",
    run: async (_context, _workspace, at) => {
      ran.push(at);
      return { count: ran.length };
    },
  };
  return { job, ran };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      return { ...database, context: jobContext(database) };
    };

    test("two nodes that wake at once run a slot once", async () => {
      const { url, context } = await opened();
      const other = openDatabase(url);
      onTestFinished(() => other.close());
      const { job, ran } = counting();
      await Promise.all([1, 2, 3, 4].map((turn) => runDue(job, turn % 2 ? context : jobContext(other), now)));
      expect(ran).toEqual([now]);
    });

    test("after downtime the latest slot is caught up, once", async () => {
      const { context, db, workspace } = await opened();
      const { job, ran } = counting("30 2 * * *");
      await runDue(job, context, "2026-11-07T02:30:10.000Z");
      const back = "2026-11-10T12:03:00.000Z";
      await runDue(job, context, back);
      await runDue(job, context, "2026-11-10T12:04:00.000Z");
      expect(ran).toEqual(["2026-11-07T02:30:10.000Z", back]);
      const slots = (await listRuns(db, workspace.id, { name: "count", limit: 10 })).map(({ slot }) => slot);
      expect(slots).toEqual(["2026-11-10T02:30:00.000Z", "2026-11-07T02:30:00.000Z"]);
    });

    test("what came of a run is kept with it", async () => {
      const { context, db, workspace } = await opened();
      await runDue(counting().job, context, now);
      expect(await listRuns(db, workspace.id, { limit: 10 })).toEqual([
        {
          name: "count",
          slot: "2026-11-10T12:00:00.000Z",
          claimedAt: now,
          finishedAt: expect.stringMatching(/^2026-11-10T12:03:0/),
          outcome: "done",
          report: { count: 1 },
          leaseUntil: null,
          durationMs: expect.any(Number),
          isCatchingUp: false,
        },
      ]);
    });

    test("a job that fails is kept as failed, and its next slot runs", async () => {
      const { context, workspace } = await opened();
      const { job } = counting();
      const failing: Job = {
        ...job,
        run: async () => {
          throw new Error("no disk");
        },
      };
      const first = await runJob(failing, context, { workspace, slot: "one", now });
      expect(first).toEqual({ outcome: "failed", report: { fault: "no disk" } });
      expect(await runJob(job, context, { workspace, slot: "one", now })).toBeNull();
      expect(await runJob(job, context, { workspace, slot: "two", now })).toEqual({
        outcome: "done",
        report: { count: 1 },
      });
    });

    test("runs of a job are forgotten after 30 days", async () => {
      const { context, db, workspace } = await opened();
      const { job } = counting();
      await runDue(job, context, "2026-10-01T12:00:00.000Z");
      await runDue(job, context, now);
      expect(await listRuns(db, workspace.id, { limit: 10 })).toHaveLength(1);
    });
  });
