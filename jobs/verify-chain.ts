import { breakSentences, verifyChain } from "#app/audit/verify-chain.server.ts";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import { write } from "#db/write.ts";
import { asJob, type Job } from "./job.ts";

/** Walks the audit chain and the decision streams each night and tells the security contact what does not follow. */
export const verifyChains: Job = {
  name: "verify-chain",
  cron: "30 2 * * *",
  summary: "Walks the audit chain and the decision streams and mails the security contact when one is broken.",
  run: async (context, { id: workspaceId, securityContact }, now) => {
    const { db, log } = context;
    const { upToSeq, firstBreak } = await verifyChain(db, workspaceId);
    const streamBreak = await verifyStreams(db, workspaceId);
    const findings = [
      ...(firstBreak ? [{ where: `row ${firstBreak.seq}`, reason: breakSentences[firstBreak.reason] }] : []),
      ...(streamBreak
        ? [{ where: `batch ${streamBreak.batch} of decision stream ${streamBreak.stream}`, reason: streamBreak.reason }]
        : []),
    ];
    const report = {
      ok: findings.length === 0,
      upToSeq,
      firstBreak: firstBreak?.seq ?? null,
      firstStreamBreak: streamBreak ? `${streamBreak.stream}.${streamBreak.batch}` : null,
    };
    await write(db, asJob(context, verifyChains.name, { workspaceId, now }), async (_tx, { audit, notify }) => {
      audit("audit.verified", { kind: "workspace", id: workspaceId }, report);
      if (!securityContact) return;
      for (const finding of findings)
        notify({
          template: "audit_broken",
          toUserId: null,
          toAddress: securityContact,
          data: { ...finding, foundAt: now },
        });
    });
    for (const finding of findings) log.error({ workspaceId, ...finding }, "the log does not follow");
    return report;
  },
};
