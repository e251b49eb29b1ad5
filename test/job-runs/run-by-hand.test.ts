import { describe, expect, onTestFinished, test } from "vitest";
import type { JobRunner } from "#app/job-runs/job-runner.server.ts";
import { jobHistory, jobsView } from "#app/job-runs/jobs-view.server.ts";
import { runByHand } from "#app/job-runs/run-by-hand.server.ts";
import { readChain } from "#db/audit-events.ts";
import { keepFailure, listFailures } from "#db/job-failures.ts";
import { listRuns } from "#db/job-runs.ts";
import { jobs } from "#jobs/list.ts";
import { databases } from "#test/support/databases.ts";
import { runnerFor } from "#test/support/runner-for.ts";

const now = "2026-11-10T12:03:00.000Z";
const name = "expire-exceptions";
const actor = { kind: "user", id: "usr_1" } as const;

for (const [kind, open] of Object.entries(databases))
  describe(kind, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const runner = runnerFor(database);
      const ask = (over: Partial<Parameters<typeof runByHand>[2]> = {}, by: JobRunner = runner) =>
        runByHand(db, by, { workspace, name, item: null, actor, now, ...over });
      const asked = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 50 })).filter(({ type }) => type === "job.run_by_hand");
      return { db, workspace, runner, ask, asked };
    };

    test("what somebody asks for runs at once and stands in the audit log", async () => {
      const { db, workspace, ask, asked } = await opened();
      expect(await ask()).toEqual({ slot: `by hand ${now}`, isOver: true });
      expect(await listRuns(db, workspace.id, { limit: 9 })).toMatchObject([
        { name, slot: `by hand ${now}`, outcome: "done", report: { recorded: 0, failed: 0 } },
      ]);
      expect(await asked()).toMatchObject([{ subjectKind: "job", subjectId: name, actorId: "usr_1" }]);
    });

    test("of 50 who ask while it runs, one is let", async () => {
      const { ask, asked } = await opened();
      const slow: JobRunner = { jobs, run: () => new Promise(() => undefined) };
      const asking = Array.from({ length: 50 }, (_, index) =>
        ask({ now: `2026-11-10T12:03:00.${String(index).padStart(3, "0")}Z` }, slow).catch((fault: unknown) => fault),
      );
      const answers = await Promise.all(asking);
      expect(answers.filter((answer) => !(answer instanceof Error))).toEqual([
        { slot: expect.stringMatching(/^by hand/), isOver: false },
      ]);
      expect(answers.filter((answer) => answer instanceof Error)).toMatchObject(
        Array.from({ length: 49 }, () => ({ status: 409, code: "job_runs" })),
      );
      expect(await asked()).toHaveLength(1);
    });

    test("there is no running what is no job, nor trying again what does not fail", async () => {
      const { ask, asked } = await opened();
      await expect(ask({ name: "no-job" })).rejects.toMatchObject({ status: 404 });
      await expect(ask({ item: { kind: "", id: "EXC-1" } })).rejects.toMatchObject({ status: 404 });
      expect(await asked()).toEqual([]);
    });

    test("a failing item that somebody lets be tried again does not wait, and is gone when nothing is due any more", async () => {
      const { db, workspace, ask, asked } = await opened();
      const item = { job: name, kind: "", item: "EXC-1" };
      const nextAttemptAt = "2026-11-10T18:00:00.000Z";
      await keepFailure(db, workspace.id, { ...item, message: "no disk", attempts: 4, nextAttemptAt }, now);
      await ask({ item: { kind: "", id: "EXC-1" } });
      expect(await listFailures(db, workspace.id)).toEqual([]);
      expect(JSON.parse((await asked())[0]?.data ?? "")).toEqual({ item: "EXC-1" });
    });

    test("the screen has every job with its last run, its next and what fails, and its runs by the page", async () => {
      const { db, workspace, ask } = await opened();
      for (const minute of ["03", "04", "05"]) await ask({ now: `2026-11-10T12:${minute}:00.000Z` });
      const failing = { job: name, kind: "", item: "EXC-1", message: "no disk", attempts: 1, nextAttemptAt: now };
      await keepFailure(db, workspace.id, failing, now);
      const at = "2026-11-10T12:06:00.000Z";
      const shown = await jobsView(db, jobs, { workspace, now: at });
      expect(shown.map((job) => job.name)).toEqual(jobs.map((job) => job.name));
      expect(shown.find((job) => job.name === name)).toMatchObject({
        nextAt: "2026-11-10T12:10:00.000Z",
        latest: { slot: "by hand 2026-11-10T12:05:00.000Z", state: "done", report: "" },
        failing: 1,
      });
      const asked = { workspace, now: at, name, limit: 2 };
      const first = await jobHistory(db, jobs, { ...asked, after: null });
      const second = await jobHistory(db, jobs, { ...asked, after: first?.next ?? null });
      expect([first, second].map((page) => page?.runs.map(({ slot }) => slot.slice(-13, -8)))).toEqual([
        ["12:05", "12:04"],
        ["12:03"],
      ]);
      expect(second?.next).toBeNull();
      expect(await jobHistory(db, jobs, { ...asked, name: "no-job", after: null })).toBeUndefined();
    });
  });
