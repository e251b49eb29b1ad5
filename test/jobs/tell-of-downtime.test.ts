import { describe, expect, onTestFinished, test } from "vitest";
import { readChain } from "#db/audit-events.ts";
import { keepFailure } from "#db/job-failures.ts";
import { expireExceptions } from "#jobs/expire-exceptions.ts";
import { runDue } from "#jobs/run-due.ts";
import { tellOfDowntime } from "#jobs/tell-of-downtime.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const stopped = "2026-11-19T09:00:00.000Z";
const back = "2026-11-22T09:00:00.000Z";
const soonAfter = "2026-11-22T09:05:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("after three days without jobs people hear once of what was missed, and of how long", async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      await activeException(database, people, { now: testStart, endsAt: "2026-11-20T09:00:00.000Z" });
      const context = jobContext(database);
      for (const job of [expireExceptions, tellOfDowntime]) await runDue(job, context, stopped);
      const failing = { job: "send-outbox", kind: "", item: "one", message: "", attempts: 1, nextAttemptAt: back };
      await keepFailure(db, workspace.id, failing, stopped);

      const later = ["2026-11-22T09:10:00.000Z", "2026-11-22T09:15:00.000Z"];
      for (const now of [back, soonAfter, ...later])
        for (const job of [expireExceptions, tellOfDowntime])
          await Promise.all([runDue(job, context, now), runDue(job, context, now)]);

      const messages = await db.selectFrom("outbox").select(["template", "toAddress", "bundle", "data"]).execute();
      const summaries = messages.filter(({ template }) => template === "catch_up_summary");
      expect(summaries.map(({ toAddress }) => toAddress)).toContain("security@acme.example");
      expect(new Set(summaries.map(({ toAddress }) => toAddress)).size).toBe(summaries.length);
      expect(JSON.parse(summaries[0]?.data ?? "")).toEqual({
        from: stopped,
        to: back,
        done: "expire-exceptions: recorded 1",
        failing: "send-outbox",
      });
      // What is not urgent goes out with the rest of what was missed; the summary does not wait for it.
      expect(summaries.every(({ bundle }) => bundle === null)).toBe(true);
      const ends = messages.filter(({ template }) => template === "exception_expired");
      expect(ends.map(({ bundle }) => bundle)).toEqual(["catch_up", "catch_up"]);
      const events = (await readChain(db, workspace.id, { after: 0, limit: 500 })).map(({ type }) => type);
      expect(events.filter((type) => type === "jobs.caught_up")).toHaveLength(1);
    });
  });
