import { expect, onTestFinished, test, vi } from "vitest";
import { listRuns } from "#db/job-runs.ts";
import { jobs } from "#jobs/list.ts";
import { startJobs } from "#jobs/main.ts";
import { databases } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";

const log = { info: () => undefined, error: () => undefined };
const env = {
  SMTP_URL: undefined,
  MAIL_FROM: "Register <register@acme.example>",
  PUBLIC_URL: "https://register.example",
};

test("at the start every job catches up its latest slot, and a second node finds nothing left to do", async () => {
  const { database, db, workspace, close } = await databases.postgres();
  onTestFinished(close);
  const now = () => "2026-11-10T12:03:20.000Z";
  const nodes = [1, 2].map(() => startJobs({ database, env, secrets: plainSecrets, log, now }));
  await vi.waitFor(async () => {
    const runs = await listRuns(db, workspace.id, { limit: 50 });
    expect(runs.filter(({ outcome }) => outcome === "done")).toHaveLength(jobs.length);
  });
  await Promise.all(nodes.map((node) => node.stop()));
  expect((await listRuns(db, workspace.id, { limit: 50 })).map(({ name, slot }) => [name, slot]).sort()).toEqual([
    ["answer-silence", "2026-11-10T12:00:00.000Z"],
    ["chase-approvals", "2026-11-10T11:10:00.000Z"],
    ["chase-owners", "2026-11-10T11:30:00.000Z"],
    ["expire-exceptions", "2026-11-10T12:00:00.000Z"],
    ["note-demands", "2026-11-10T12:00:00.000Z"],
    ["note-grace", "2026-11-10T12:00:00.000Z"],
    ["open-oath-audits", "2026-11-10T11:20:00.000Z"],
    ["propose-revocations", "2026-11-10T11:15:00.000Z"],
    ["remind-owners", "2026-11-10T12:00:00.000Z"],
    ["send-outbox", "2026-11-10T12:03:00.000Z"],
    ["suspend-disabled", "2026-11-10T12:00:00.000Z"],
    ["sweep-sessions", "2026-11-10T02:45:00.000Z"],
    ["verify-chain", "2026-11-10T02:30:00.000Z"],
  ]);
});

test("after stop nothing of it touches the database any more", async () => {
  const { database, close } = await databases.sqlite();
  const running = startJobs({ database, env, secrets: plainSecrets, log });
  await running.stop();
  await close();
});
