import type { Db } from "#db/connect.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { type WriteContext, write } from "#db/write.ts";
import { findingsOf, type Verdict } from "./verdict.ts";

/** What the log itself keeps of a walk along it. */
export type VerdictInLog = {
  ok: boolean;
  upToSeq: number;
  firstBreak: number | null;
  firstStreamBreak: string | null;
};

/** Writes into the log what a walk along it has found, and tells the security contact of what does not follow. */
export async function recordVerdict(
  db: Db,
  context: WriteContext,
  { verdict, verificationId }: { verdict: Verdict; verificationId: string | null },
): Promise<VerdictInLog> {
  const { workspaceId, now } = context;
  const { ok, upToSeq, firstBreak, streamBreak } = verdict;
  const kept = {
    ok,
    upToSeq,
    firstBreak: firstBreak?.seq ?? null,
    firstStreamBreak: streamBreak ? `${streamBreak.stream}.${streamBreak.batch}` : null,
  };
  await write(db, context, async (tx, { audit, notify }) => {
    const ofVerification = verificationId !== null && { verificationId };
    audit("audit.verified", { kind: "workspace", id: workspaceId }, { ...kept, ...ofVerification });
    const securityContact = (await findWorkspace(tx, workspaceId))?.securityContact;
    if (!securityContact) return;
    for (const finding of findingsOf(verdict))
      notify({
        template: "audit_broken",
        toUserId: null,
        toAddress: securityContact,
        data: { ...finding, foundAt: now },
      });
  });
  return kept;
}
