import { describe, expect, onTestFinished, test } from "vitest";
import { runState } from "#app/job-runs/run-state.ts";
import { openDatabase } from "#db/connect.ts";
import { listFailures } from "#db/job-failures.ts";
import { claimRun, finishRun, listRuns } from "#db/job-runs.ts";
import { Ending, eachDue } from "#jobs/each-due.ts";
import { type Job, mostDue, mostItems } from "#jobs/job.ts";
import { leaseFrom } from "#jobs/lease.ts";
import { runDue } from "#jobs/run-due.ts";
import { runJob } from "#jobs/run-job.ts";
import { databases } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";

const now = "2026-11-10T12:03:00.000Z";

/** A job with a fault for some of its items, which are due until they went well. */
function faulty(items: Record<string, unknown>, kind?: string) {
  const due = new Set(Object.keys(items));
  const tried: string[] = [];
  const job: Job = {
    name: "faulty",
    cron: "30 2 * * *",
    summary: "Fails.",
    run: async (context) =>
      eachDue(
        context,
        [...due].map((id) => ({ id })),
        async ({ id }) => {
          tried.push(id);
          if (items[id] !== undefined) throw items[id];
          due.delete(id);
        },
        kind,
      ),
  };
  return { job, due, tried, items };
}

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

    test("a failing item is kept, does not stop the rest, and is tried again with pauses until it goes well", async () => {
      const { context, db, workspace } = await opened();
      const { job, tried, items } = faulty({ one: new Error("no disk\nat line 1"), two: undefined });
      await runDue(job, context, now);
      expect(tried).toEqual(["one", "two"]);
      const kept = { job: "faulty", kind: "", item: "one", message: "no disk", firstFailedAt: now, resolvedAt: null };
      const failures = () => listFailures(db, workspace.id);
      expect(await failures()).toMatchObject([{ ...kept, attempts: 1, nextAttemptAt: "2026-11-10T12:04:00.000Z" }]);

      // It does not wait for the next slot, which is tomorrow's, and is not tried again before its time.
      await runDue(job, context, "2026-11-10T12:03:59.000Z");
      expect(tried).toHaveLength(2);
      await runDue(job, context, "2026-11-10T12:04:10.000Z");
      await runDue(job, context, "2026-11-10T12:05:00.000Z");
      expect(tried).toEqual(["one", "two", "one"]);
      expect(await failures()).toMatchObject([{ ...kept, attempts: 2, nextAttemptAt: "2026-11-10T12:09:10.000Z" }]);

      items.one = undefined;
      await runDue(job, context, "2026-11-10T12:10:00.000Z");
      expect(await failures()).toEqual([]);
      const { resolvedAt } = await db.selectFrom("jobFailures").select("resolvedAt").executeTakeFirstOrThrow();
      expect(resolvedAt).toBe("2026-11-10T12:10:00.000Z");
    });

    test("a failure of what is not due any more is over once its next attempt has come", async () => {
      const { context, db, workspace } = await opened();
      const { job, due } = faulty({ one: new Error("no disk") });
      await runDue(job, context, now);
      due.clear();
      await runDue(job, context, "2026-11-10T12:03:30.000Z");
      expect(await listFailures(db, workspace.id)).toHaveLength(1);
      await runDue(job, context, "2026-11-10T12:04:00.000Z");
      expect(await listFailures(db, workspace.id)).toEqual([]);
    });

    test("a run that fails as a whole is tried again before its next slot", async () => {
      const { context, db, workspace } = await opened();
      const { job, ran } = counting("30 2 * * *");
      let isBroken = true;
      const failing: Job = {
        ...job,
        run: async (...given) => {
          if (isBroken) throw new Error("no disk");
          return job.run(...given);
        },
      };
      await runDue(failing, context, now);
      expect(await listFailures(db, workspace.id)).toMatchObject([{ kind: "", item: "", message: "no disk" }]);
      isBroken = false;
      await runDue(failing, context, "2026-11-10T12:04:00.000Z");
      expect(ran).toHaveLength(1);
      expect(await listFailures(db, workspace.id)).toEqual([]);
    });

    test("500 items that fail do not keep the one behind them from being done", async () => {
      const { context, workspace } = await opened();
      const broken = Object.fromEntries(Array.from({ length: mostItems }, (_, index) => [`item ${index}`, "broken"]));
      const { job, due } = faulty({ ...broken, last: undefined });
      // As a query does it: a limited list in which what fails stands first.
      const limited: Job = {
        ...job,
        run: async (context) => {
          const listed = [...due].slice(0, mostDue(context)).map((id) => ({ id }));
          return eachDue(context, listed, async ({ id }) => {
            if (id !== "last") throw new Error("broken");
            due.delete(id);
          });
        },
      };
      await runJob(limited, context, { workspace, slot: "one", now });
      expect(due.has("last")).toBe(true);
      await runJob(limited, context, { workspace, slot: "two", now });
      expect(due.has("last")).toBe(false);
    });

    test("a run goes on while there may be more, and adds up what it did", async () => {
      const { context, workspace } = await opened();
      let left = 2 * mostItems + 3;
      const { job } = counting();
      const flood: Job = {
        ...job,
        run: async (given) => {
          const due = Array.from({ length: Math.min(left, mostItems) }, (_, index) => ({ id: String(index) }));
          const { done } = await eachDue(given, due, async () => {
            left -= 1;
          });
          return { done };
        },
      };
      const result = await runJob(flood, context, { workspace, slot: "one", now });
      expect(result).toEqual({ outcome: "done", report: { done: 2 * mostItems + 3 } });
    });

    test("the slot of a process that died is taken over after its lease, by one of many", async () => {
      const { context, db, workspace } = await opened();
      const { job, ran } = counting();
      const key = { workspaceId: workspace.id, name: job.name, slot: "2026-11-10T12:00:00.000Z" };
      const dead = { holder: "dead", leaseUntil: leaseFrom(now), isCatchingUp: false, now };
      expect(await claimRun(db, key, dead)).toBe(true);
      const [before] = await listRuns(db, workspace.id, { limit: 1 });
      expect(before && runState(before, now)).toBe("running");
      await runDue(job, context, "2026-11-10T12:04:59.000Z");
      expect(ran).toEqual([]);

      const after = "2026-11-10T12:08:00.000Z";
      expect(before && runState(before, after)).toBe("interrupted");
      const again = { ...key, now: after, workspace };
      const results = await Promise.all(Array.from({ length: 50 }, () => runJob(job, context, again)));
      expect(results.filter((result) => result !== null)).toHaveLength(1);
      // Were it to wake up again, the dead one would change nothing.
      await finishRun(db, key, { holder: "dead", outcome: "failed", report: {}, durationMs: 1, now: after });
      expect(await listRuns(db, workspace.id, { limit: 9 })).toMatchObject([{ outcome: "done", claimedAt: after }]);
    });

    test("a later slot does the work of one that was interrupted, which stays so", async () => {
      const { context, db, workspace } = await opened();
      const { job, ran } = counting();
      const key = { workspaceId: workspace.id, name: job.name, slot: "2026-11-10T12:00:00.000Z" };
      await claimRun(db, key, { holder: "dead", leaseUntil: leaseFrom(now), isCatchingUp: false, now });
      const later = "2026-11-10T12:10:30.000Z";
      await runDue(job, context, later);
      expect(ran).toEqual([later]);
      const states = (await listRuns(db, workspace.id, { limit: 9 })).map((run) => runState(run, later));
      expect(states).toEqual(["done", "interrupted"]);
    });

    test("a run that is cut off because the process ends is taken over at once", async () => {
      const { context, db, workspace } = await opened();
      const ending = new AbortController();
      const done: string[] = [];
      const { job } = counting();
      const slow: Job = {
        ...job,
        run: async (given) =>
          eachDue(
            given,
            ["one", "two"].filter((id) => !done.includes(id)).map((id) => ({ id })),
            async ({ id }) => {
              done.push(id);
              ending.abort();
            },
          ),
      };
      await expect(runDue(slow, { ...context, ending: ending.signal }, now)).rejects.toThrow(Ending);
      expect(done).toEqual(["one"]);
      await runDue(slow, context, now);
      expect(done).toEqual(["one", "two"]);
      expect(await listRuns(db, workspace.id, { limit: 9 })).toMatchObject([{ outcome: "done" }]);
    });

    test("between its slots a job that looks leaves a run only where it did something", async () => {
      const { context, db, workspace } = await opened();
      const { job, due, tried } = faulty({});
      const looking: Job = { ...job, everySeconds: 5 };
      await runDue(looking, context, now);
      await runDue(looking, context, "2026-11-10T12:03:05.000Z");
      expect(await listRuns(db, workspace.id, { limit: 9 })).toHaveLength(1);
      due.add("news");
      await runDue(looking, context, "2026-11-10T12:03:10.000Z");
      expect(tried).toEqual(["news"]);
      expect(await listRuns(db, workspace.id, { limit: 9 })).toMatchObject([
        { slot: expect.stringMatching(/^between slots/), outcome: "done", report: { done: 1, failed: 0 } },
        { slot: "2026-11-10T02:30:00.000Z" },
      ]);
    });

    test("runs of a job are forgotten after 30 days", async () => {
      const { context, db, workspace } = await opened();
      const { job } = counting();
      await runDue(job, context, "2026-10-01T12:00:00.000Z");
      await runDue(job, context, now);
      expect(await listRuns(db, workspace.id, { limit: 10 })).toHaveLength(1);
    });
  });
