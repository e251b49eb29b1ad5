import { takeNote } from "#app/break-glass/note-use.server.ts";
import { listUnnoted } from "#db/break-glass-uses.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, mostDue } from "./job.ts";

/**
 * Takes note of sign-ins of emergency accounts that decisions left: tells people, and opens an incident where nothing was
 * planned. The decision wrote them down by itself; here only the alarm is raised, as soon as this runs.
 */
export const noteBreakGlassUses: Job = {
  name: "note-break-glass-uses",
  cron: "* * * * *",
  everySeconds: 5,
  summary: "Raises the alarm when an emergency account was used, and drafts an incident where nobody expected it.",
  run: async (context, { id: workspaceId }, now) => {
    const due = await listUnnoted(context.db, workspaceId, mostDue(context));
    const { done, failed } = await eachDue(context, due, (use) =>
      write(context.db, asJob(context, noteBreakGlassUses.name, { workspaceId, now }), async (tx, journal) => {
        if (!(await takeNote({ tx, journal, workspaceId, now }, use))) throw new DoneElsewhere(use.id);
      }),
    );
    return { noted: done, failed };
  },
};
