import type { Instant } from "#app/engine/types.ts";
import { addedReports, reportWords } from "#app/job-runs/report-words.ts";
import { runState } from "#app/job-runs/run-state.ts";
import { addHours } from "#app/register/days.ts";
import { type Downtime, listUntoldDowntimes, markDowntimeTold } from "#db/downtimes.ts";
import { listFailures } from "#db/job-failures.ts";
import { type JobRun, runsCatchingUp } from "#db/job-runs.ts";
import { usersWithRole } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type Journal, write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext } from "./job.ts";

/** So long after the jobs run again, the others have begun to make up for the pause. */
const hoursToMakeUp = 5 / 60;

/** Says once, after a pause in which nothing ran, how long it was and what was made up for. */
export const tellOfDowntime: Job = {
  name: "tell-of-downtime",
  cron: "*/5 * * * *",
  summary: "Tells the admins and the security contact, once, for how long no job ran and what was made up for.",
  run: async (context, workspace, now) => {
    const untold = await listUntoldDowntimes(context.db, workspace.id, addHours(now, -hoursToMakeUp));
    const due = untold.map((downtime) => ({ id: downtime.beganAt, downtime }));
    const { done, failed } = await eachDue(context, due, ({ downtime }) => tell(context, { workspace, downtime, now }));
    return { told: done, failed };
  },
};

type Turn = { workspace: Workspace; downtime: Downtime; now: Instant };

async function tell(context: JobContext, { workspace, downtime, now }: Turn): Promise<void> {
  const { id: workspaceId } = workspace;
  const { beganAt, endedAt } = downtime;
  const runs = await runsCatchingUp(context.db, workspaceId, endedAt);
  if (runs.some((run) => run.name !== tellOfDowntime.name && runState(run, now) === "running"))
    throw new DoneElsewhere(beganAt);
  const done = madeUpFor(runs);
  const failing = [...new Set((await listFailures(context.db, workspaceId)).map(({ job }) => job))];
  await write(context.db, asJob(context, tellOfDowntime.name, { workspaceId, now }), async (tx, journal) => {
    if (!(await markDowntimeTold(tx, workspaceId, beganAt, now))) throw new DoneElsewhere(beganAt);
    journal.audit("jobs.caught_up", { kind: "workspace", id: workspaceId }, { from: beganAt, to: endedAt, done });
    const admins = await usersWithRole(tx, workspaceId, ["owner", "admin"]);
    const data = { from: beganAt, to: endedAt, done: done.join("; "), failing: failing.join(", ") };
    tellAll(
      journal,
      [...admins.map(({ id, userName }) => [id, userName] as const), [null, workspace.securityContact]],
      data,
    );
  });
}

function madeUpFor(runs: readonly JobRun[]): string[] {
  return [...Map.groupBy(runs, ({ name }) => name)].flatMap(([name, ofJob]) => {
    const words = reportWords(addedReports(ofJob.map(({ report }) => report)));
    return words === "" ? [] : [`${name}: ${words}`];
  });
}

type Reader = readonly [toUserId: string | null, toAddress: string | null];

/** An admin who is the security contact as well hears of it once. */
function tellAll({ notify }: Journal, readers: readonly Reader[], data: Record<string, string>): void {
  const told = new Set<string>();
  for (const [toUserId, toAddress] of readers) {
    if (toAddress === null || told.has(toAddress)) continue;
    told.add(toAddress);
    notify({ template: "catch_up_summary", toUserId, toAddress, data });
  }
}
