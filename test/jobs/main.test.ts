import { expect, onTestFinished, test, vi } from "vitest";
import { latestSlot } from "#app/job-runs/slots.ts";
import { timetableOf } from "#app/job-runs/timetable-of.ts";
import { listRuns } from "#db/job-runs.ts";
import { jobs } from "#jobs/list.ts";
import { createJobs } from "#jobs/main.ts";
import { databases } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const env = {
  SMTP_URL: undefined,
  MAIL_FROM: "Register <register@acme.example>",
  PUBLIC_URL: "https://register.example",
  WEBHOOK_ALLOWED_NETWORKS: [],
};

test("at the start every job catches up its latest slot, and a second node finds nothing left to do", async () => {
  const { database, db, url, workspace, close } = await databases.postgres();
  onTestFinished(close);
  const now = () => "2026-11-10T12:03:20.000Z";
  const nodes = [1, 2].map(() =>
    createJobs({ database, env: { ...env, DATABASE_URL: url }, secrets: plainSecrets, log, now }),
  );
  for (const node of nodes) node.start();
  await vi.waitFor(async () => {
    const runs = await listRuns(db, workspace.id, { limit: 50 });
    expect(runs.filter(({ outcome }) => outcome === "done")).toHaveLength(jobs.length);
  }, 10_000);
  await Promise.all(nodes.map((node) => node.stop()));
  const slots = (await listRuns(db, workspace.id, { limit: 50 })).map(({ name, slot }) => [name, slot]);
  expect(slots.sort()).toEqual(jobs.map((job) => [job.name, latestSlot(timetableOf(job, workspace), now())]).sort());
});

test("after stop nothing of it touches the database any more", async () => {
  const { database, url, close } = await databases.sqlite();
  const running = createJobs({ database, env: { ...env, DATABASE_URL: url }, secrets: plainSecrets, log });
  running.start();
  await running.stop();
  await close();
});
