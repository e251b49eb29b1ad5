import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { asJob, type Job } from "./job.ts";

/** Signs the head of the log once a day, so that whoever keeps the notes notices a log that was cut off or written anew. */
export const publishCheckpoints: Job = {
  name: "publish-checkpoints",
  cron: "10 0 * * *",
  zone: "workspace",
  summary: "Signs the head of the audit log, publishes the note, and mails it to those who keep it.",
  run: async (context, { id: workspaceId }, now) => {
    const { size } = await publishCheckpoint(context, asJob(context, publishCheckpoints.name, { workspaceId, now }));
    return { size };
  },
};
