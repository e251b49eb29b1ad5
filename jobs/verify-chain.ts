import { breakSentences, verifyChain } from "#app/audit/verify-chain.server.ts";
import { write } from "#db/write.ts";
import type { Job } from "./job.ts";

/** Walks the audit chain each night and tells the security contact at once when a row does not follow. */
export const verifyChains: Job = {
  name: "verify-chain",
  cron: "30 2 * * *",
  summary: "Walks the audit chain and mails the security contact when it is broken.",
  run: async ({ db, log }, { id: workspaceId, securityContact }, now) => {
    const { ok, upToSeq, firstBreak } = await verifyChain(db, workspaceId);
    const actor = { kind: "job", id: verifyChains.name } as const;
    await write(db, { workspaceId, actor, now }, async (_tx, { audit, notify }) => {
      audit(
        "audit.verified",
        { kind: "workspace", id: workspaceId },
        { upToSeq, ok, firstBreak: firstBreak?.seq ?? null },
      );
      if (!firstBreak || !securityContact) return;
      const data = { seq: String(firstBreak.seq), reason: breakSentences[firstBreak.reason], foundAt: now };
      notify({ template: "audit_broken", toUserId: null, toAddress: securityContact, data });
    });
    if (firstBreak) log.error({ workspaceId, ...firstBreak }, "the audit chain is broken");
    return { ok, upToSeq, firstBreak: firstBreak?.seq ?? null };
  },
};
