import { expireExportRow, listOutdatedExports } from "#db/export-work.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere } from "./each-due.ts";
import { inBatches } from "./in-batches.ts";
import { asJob, type Job, mostDue } from "./job.ts";

/** Records that files of exports were kept for their time; nobody can fetch one after its end, and each server deletes its own. */
export const sweepExports: Job = {
  name: "sweep-exports",
  cron: "5 * * * *",
  summary: "Records which files of exports are no longer kept.",
  run: async (context, { id: workspaceId }, now) => {
    const due = await listOutdatedExports(context.db, workspaceId, { now, limit: mostDue(context) });
    const { done, failed } = await inBatches(context, due, (db, { id, expiresAt }) =>
      write(db, asJob(context, sweepExports.name, { workspaceId, now }), async (tx, { audit }) => {
        if (!(await expireExportRow(tx, { workspaceId, id }, now))) throw new DoneElsewhere(id);
        audit("export.expired", { kind: "export", id }, { expiresAt });
      }),
    );
    return { expired: done, failed };
  },
};
