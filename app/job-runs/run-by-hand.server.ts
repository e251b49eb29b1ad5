import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { findJobClock } from "#db/job-clocks.ts";
import { hastenFailure } from "#db/job-failures.ts";
import { claimRun, listRuns } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { heldTime } from "./held-time.ts";
import type { JobRunner } from "./job-runner.server.ts";
import { runState } from "./run-state.ts";

type Asked = {
  workspace: Workspace;
  name: string;
  /** A failing item that is to be tried again now; the rest of what is due is done with it. */
  item: { kind: string; id: string } | null;
  actor: AuditActor;
  now: Instant;
};

/** Long enough for most jobs; whoever asked looks at the rest on the page. */
const mostMsToWait = 2_000;
/** A process that runs what was asked for says within a minute that it lives. */
const leaseHours = 5 / 60;

/**
 * Lets a job run now, beside its slots, and says so in the audit log. It waits for a moment only: a long run goes on by itself.
 * @throws Refused 404 no such job or nothing that fails, 409 it runs already.
 */
export async function runByHand(db: Db, runner: JobRunner, asked: Asked): Promise<{ slot: string; isOver: boolean }> {
  const { workspace, name, item, actor } = asked;
  const workspaceId = workspace.id;
  if (!runner.jobs.some((job) => job.name === name)) throw new Refused(404, "not_found", `There is no job ${name}.`);
  const now = heldTime(await findJobClock(db, workspaceId), asked.now);
  const [slot, holder] = [`by hand ${asked.now}`, randomUUID()];
  await write(db, { workspaceId, actor, now: asked.now }, async (tx, { audit }) => {
    const [latest] = await listRuns(tx, workspaceId, { name, limit: 1 });
    if (latest && runState(latest, now) === "running") throw runsAlready(name);
    if (item && !(await hastenFailure(tx, workspaceId, { job: name, kind: item.kind, item: item.id }, now)))
      throw new Refused(404, "not_found", "That does not fail any more.");
    const claim = { holder, leaseUntil: addHours(now, leaseHours), isCatchingUp: false, now };
    if (!(await claimRun(tx, { workspaceId, name, slot }, claim))) throw runsAlready(name);
    audit("job.run_by_hand", { kind: "job", id: name }, { item: item?.id ?? null });
  });
  const over = runner.run({ workspace, name, slot, holder, now }).then(() => true);
  return { slot, isOver: await Promise.race([over, setTimeout(mostMsToWait, false, { ref: false })]) };
}

function runsAlready(name: string): Refused {
  return new Refused(409, "job_runs", `${name} runs already; its page says when it is over.`);
}
