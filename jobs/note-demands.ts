import type { Instant } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { addHours } from "#app/register/days.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import { listNewDemands, listOpenDemands, meetDemands, noteDemand } from "#db/enrollment-demands.ts";
import { lastDone } from "#db/job-runs.ts";
import { currentPolicy } from "#db/policies.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, mostDue, mostItems } from "./job.ts";

/** Decisions are gathered every minute, so an hour's worth overlaps what earlier runs have seen. */
const overlapHours = 1;

/** Puts into the audit log, once for each, who was told at a sign-in to enrol first and has not done so yet. */
export const noteDemands: Job = {
  name: "note-demands",
  cron: "*/5 * * * *",
  summary: "Notes who was told at a sign-in to enrol first, and who has done so.",
  run: async (context, { id: workspaceId }, now) => {
    const met = await noteMet(context.db, workspaceId, now);
    // After a pause from where the last run stood: decisions were made and gathered meanwhile, by other nodes or before.
    const since = addHours((await lastDone(context.db, workspaceId, noteDemands.name)) ?? now, -overlapHours);
    const demands = await listNewDemands(context.db, workspaceId, { since, limit: mostDue(context) });
    const due = demands.map((demand) => ({ id: demand.userId, demand }));
    const { done, failed } = await eachDue(context, due, ({ id, demand }) =>
      write(context.db, asJob(context, noteDemands.name, { workspaceId, now }), async (tx, { audit }) => {
        if (!(await noteDemand(tx, workspaceId, demand))) throw new DoneElsewhere(id);
        const { applicationId, reason, decisionId } = demand;
        audit("user.mfa_required", { kind: "user", id }, { applicationId, reason, decisionId });
      }),
    );
    return { told: done, met, failed };
  },
};

/** Closes the demands on people who lack nothing any more, and returns how many did not. */
async function noteMet(db: Db, workspaceId: string, now: Instant): Promise<number> {
  const policy = await currentPolicy(db, workspaceId);
  let after = "";
  let count = 0;
  for (;;) {
    const open = await listOpenDemands(db, workspaceId, { after, limit: mostItems });
    const userIds = open.map(({ userId }) => userId);
    const met = (await subjectsOf(db, workspaceId, userIds)).filter(
      (subject) => !enrollmentStanding(subject, policy, now).lacksFactor,
    );
    await meetDemands(
      db,
      workspaceId,
      met.map(({ id }) => id),
      now,
    );
    count += met.length;
    const last = userIds.at(-1);
    if (last === undefined || open.length < mostItems) return count;
    after = last;
  }
}
