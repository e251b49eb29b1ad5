import { daysBetween } from "#app/register/days.ts";
import { listUnwarned, markWarned } from "#db/expiry.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere } from "./each-due.ts";
import { inBatches } from "./in-batches.ts";
import { asJob, type Job, mostDue } from "./job.ts";
import { tellOfEnd } from "./tell-of-end.ts";

/** Days before an end at which people are warned. */
const thresholdDays = [14, 7, 3, 1] as const;

/**
 * Warns owner and requestor of ends that come near. When several thresholds were passed while nothing ran, one message
 * goes out, about the nearest; the others are marked with it.
 */
export const remindOwners: Job = {
  name: "remind-owners",
  cron: "0 * * * *",
  summary: `Warns owner and requestor ${thresholdDays.join(", ")} days before an end.`,
  run: async (context, workspace, now) => {
    const workspaceId = workspace.id;
    const due = await listUnwarned(context.db, workspaceId, { thresholdDays, now, limit: mostDue(context) });
    const { done, failed } = await inBatches(context, due, (db, ending) =>
      write(db, asJob(context, remindOwners.name, { workspaceId, now }), async (tx, journal) => {
        const passed = thresholdDays.filter((days) => daysBetween(now, ending.endsAt) <= days);
        const marked = await markWarned(tx, workspaceId, ending, { thresholdDays: passed, now });
        if (marked.length === 0) throw new DoneElsewhere(ending.id);
        const nearest = { endsAt: ending.endsAt, thresholdDays: Math.min(...marked) };
        journal.audit("exception.expiry_warned", { kind: "exception", id: ending.id }, nearest);
        await tellOfEnd(tx, journal, workspace, { ending, template: "exception_expiring" });
      }),
    );
    return { warned: done, failed };
  },
};
