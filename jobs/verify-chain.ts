import { recordVerdict } from "#app/audit/record-verdict.server.ts";
import { findingsOf } from "#app/audit/verdict.ts";
import { asJob, type Job } from "./job.ts";

/** Walks the audit chain and the decision streams each night and tells the security contact what does not follow. */
export const verifyChains: Job = {
  name: "verify-chain",
  cron: "30 2 * * *",
  summary: "Walks the audit chain and the decision streams and mails the security contact when one is broken.",
  run: async (context, { id: workspaceId }, now) => {
    const verdict = await context.verify({ workspaceId, upTo: null });
    const by = asJob(context, verifyChains.name, { workspaceId, now });
    const report = await recordVerdict(context.db, by, { verdict, verificationId: null });
    for (const finding of findingsOf(verdict))
      context.log.error({ workspaceId, ...finding }, "the log does not follow");
    return report;
  },
};
