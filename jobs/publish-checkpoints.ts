import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { findCheckpoint } from "#db/checkpoints.ts";
import { asJob, type Job } from "./job.ts";

/** Signs the head of the log once a day, so that whoever keeps the notes notices a log that was cut off or written anew. */
export const publishCheckpoints: Job = {
  name: "publish-checkpoints",
  cron: "10 0 * * *",
  zone: "workspace",
  summary: "Signs the head of the audit log, publishes the note, and mails it to those who keep it.",
  run: async (context, { id: workspaceId, timeZone }, now) => {
    const dayOf = (at: Instant) => wallClockOf(at, timeZone).slice(0, 10);
    const latest = await findCheckpoint(context.db, workspaceId, "latest");
    if (latest && dayOf(latest.at) >= dayOf(now)) return { signed: 0 };
    await publishCheckpoint(context, asJob(context, publishCheckpoints.name, { workspaceId, now }));
    return { signed: 1 };
  },
};
