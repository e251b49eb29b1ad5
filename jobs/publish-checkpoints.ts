import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { findCheckpoint, type SignedCheckpoint } from "#db/checkpoints.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job } from "./job.ts";

/** Signs the head of the log once a day, so that whoever keeps the notes notices a log that was cut off or written anew. */
export const publishCheckpoints: Job = {
  name: "publish-checkpoints",
  cron: "10 0 * * *",
  zone: "workspace",
  summary: "Signs the head of the audit log, publishes the note, and mails it to those who keep it.",
  run: async (context, { id: workspaceId, timeZone }, now) => {
    const dayOf = (at: Instant) => wallClockOf(at, timeZone).slice(0, 10);
    const isSigned = (latest: SignedCheckpoint | undefined) => latest !== undefined && dayOf(latest.at) >= dayOf(now);
    const latest = await findCheckpoint(context.db, workspaceId, "latest");
    const due = isSigned(latest) ? [] : [{ id: dayOf(now) }];
    const { done, failed } = await eachDue(context, due, async ({ id }) => {
      await publishCheckpoint(context, asJob(context, publishCheckpoints.name, { workspaceId, now }), (newest) => {
        if (isSigned(newest)) throw new DoneElsewhere(id);
      });
    });
    return { signed: done, failed };
  },
};
