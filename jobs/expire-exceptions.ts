import { listUnrecordedEnds, recordEnd } from "#db/expiry.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere } from "./each-due.ts";
import { inBatches } from "./in-batches.ts";
import { asJob, type Job, mostDue } from "./job.ts";
import { tellOfEnd } from "./tell-of-end.ts";
import { tellOfLapse } from "./tell-of-lapse.ts";

/** Records ends that have passed and tells the people; the exemptions themselves ended on their own, at their instant. */
export const expireExceptions: Job = {
  name: "expire-exceptions",
  cron: "*/5 * * * *",
  summary: "Records the ends that have passed and tells owner and requestor.",
  run: async (context, workspace, now) => {
    const workspaceId = workspace.id;
    const due = await listUnrecordedEnds(context.db, workspaceId, now, mostDue(context));
    const { done, failed } = await inBatches(context, due, (db, ending) =>
      write(db, asJob(context, expireExceptions.name, { workspaceId, now }), async (tx, journal) => {
        if (!(await recordEnd(tx, workspaceId, ending.id, now))) throw new DoneElsewhere(ending.id);
        journal.audit("exception.expired", { kind: "exception", id: ending.id }, { endsAt: ending.endsAt });
        if (ending.isLapse) await tellOfLapse(tx, journal, workspace, ending);
        else await tellOfEnd(tx, journal, workspace, { ending, template: "exception_expired" });
      }),
    );
    return { recorded: done, failed };
  },
};
