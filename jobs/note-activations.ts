import { markDutyTold } from "#db/duty-notices.ts";
import { listUnnotedStarts, startDuty } from "#db/starts.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, mostDue } from "./job.ts";
import { tellOfEnd } from "./tell-of-end.ts";

/**
 * Notes what was put in place before its start and counts by now. It began by itself, at its instant; what began and ended
 * while nothing ran is noted, and nobody is told that it counts.
 */
export const noteActivations: Job = {
  name: "note-activations",
  cron: "*/5 * * * *",
  summary: "Notes what has begun to count that was put in place before its start, and tells owner and requestor.",
  run: async (context, workspace, now) => {
    const workspaceId = workspace.id;
    const due = await listUnnotedStarts(context.db, workspaceId, now, mostDue(context));
    const { done, failed } = await eachDue(context, due, (starting) =>
      write(context.db, asJob(context, noteActivations.name, { workspaceId, now }), async (tx, journal) => {
        const { id, startsAt, endsAt } = starting;
        const notice = { duty: startDuty, subjectId: id, dueAt: startsAt, step: "begun" };
        if (!(await markDutyTold(tx, workspaceId, notice, now))) throw new DoneElsewhere(id);
        journal.audit("exception.activated", { kind: "exception", id }, { startsAt, endsAt });
        if (endsAt > now) await tellOfEnd(tx, journal, workspace, { ending: starting, template: "exception_begun" });
      }),
    );
    return { noted: done, failed };
  },
};
