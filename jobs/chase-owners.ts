import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { listLatePlans, listUnclosed, markTold } from "#db/owner-notices.ts";
import type { Workspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostDue, mostItems } from "./job.ts";
import { tellOwner } from "./tell-owner.ts";

/** How long after its end an exception may stay open before its owner is asked to close it. */
const daysToClose = 7;

/** Tells owners, once for each, of milestones that were missed and of ended exceptions that nobody has closed. */
export const chaseOwners: Job = {
  name: "chase-owners",
  cron: "30 * * * *",
  summary: `Tells owners of milestones that were missed, and of exceptions not closed ${daysToClose} days after their end.`,
  run: async (context, workspace, now) => {
    const plans = await tellOfLatePlans(context, workspace, now);
    const ends = await tellOfUnclosed(context, workspace, now);
    return { missed: plans.done, unclosed: ends.done, failed: plans.failed + ends.failed };
  },
};

async function tellOfLatePlans(context: JobContext, workspace: Workspace, now: Instant) {
  const workspaceId = workspace.id;
  const counts = { done: 0, failed: 0 };
  let after = "";
  for (;;) {
    const late = await listLatePlans(context.db, workspaceId, { now, after, limit: mostItems });
    const { done, failed } = await eachDue(
      context,
      late,
      (plan) =>
        write(context.db, asJob(context, chaseOwners.name, { workspaceId, now }), async (tx, journal) => {
          const missed = plan.milestones.filter(({ dueAt, doneAt }) => doneAt === null && dueAt <= now);
          // The date is part of the name: one that was put off and missed again is told of again.
          const what = missed.map(({ title, dueAt }) => `${dueAt} ${title}`);
          const news = await markTold(tx, workspaceId, { exceptionId: plan.id, kind: "milestone", what }, now);
          if (news.length === 0) throw new DoneElsewhere(plan.id);
          const titles = missed.flatMap(({ title, dueAt }) => (news.includes(`${dueAt} ${title}`) ? [title] : []));
          journal.audit("exception.milestone_missed", { kind: "exception", id: plan.id }, { milestones: titles });
          await tellOwner(tx, journal, workspace, {
            record: plan,
            template: "milestone_missed",
            data: { milestones: titles.join("; ") },
          });
        }),
      "milestone",
    );
    counts.done += done;
    counts.failed += failed;
    const last = late.at(-1);
    if (last === undefined || late.length < mostItems) return counts;
    after = last.id;
  }
}

async function tellOfUnclosed(context: JobContext, workspace: Workspace, now: Instant) {
  const workspaceId = workspace.id;
  const endedBefore = addDays(now, -daysToClose);
  const unclosed = await listUnclosed(context.db, workspaceId, { endedBefore, limit: mostDue(context) });
  return eachDue(
    context,
    unclosed,
    (record) =>
      write(context.db, asJob(context, chaseOwners.name, { workspaceId, now }), async (tx, journal) => {
        const what = [record.endedAt];
        const news = await markTold(tx, workspaceId, { exceptionId: record.id, kind: "closure", what }, now);
        if (news.length === 0) throw new DoneElsewhere(record.id);
        const { endedAt } = record;
        journal.audit("exception.closure_proposed", { kind: "exception", id: record.id }, { endedAt });
        await tellOwner(tx, journal, workspace, { record, template: "closure_due", data: { endedAt } });
      }),
    "closure",
  );
}
