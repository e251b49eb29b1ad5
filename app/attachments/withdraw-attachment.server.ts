import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { refuseAuditor } from "#app/register/refuse-auditor.ts";
import { Refused } from "#app/register/refused.ts";
import { sightOf } from "#app/register/show.server.ts";
import { insertAttachmentWithdrawal } from "#db/attachments.ts";
import type { Db } from "#db/connect.ts";
import { write } from "#db/write.ts";
import type { Attachment } from "./attachment.ts";
import { attachmentSeenBy, mayWithdraw } from "./attachment-sight.server.ts";

type Withdrawing = { caller: Caller; exceptionId: string; id: string; reason: string; now: Instant };

/**
 * Marks an attachment as not to be used; it is kept.
 * @throws Refused 404 no such attachment, 403 not whoever added it nor an admin, 409 withdrawn already.
 */
export async function withdrawAttachment(
  db: Db,
  { caller, exceptionId, id, reason, now }: Withdrawing,
): Promise<Attachment> {
  const workspaceId = caller.workspace.id;
  return write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit }) => {
    const sight = await sightOf(tx, caller, exceptionId, now);
    refuseAuditor(caller.roles);
    const attachment = await attachmentSeenBy(tx, caller, sight, id);
    if (attachment.withdrawn) throw new Refused(409, "withdrawn_already", "It was withdrawn already.");
    if (!mayWithdraw(attachment, caller))
      throw new Refused(403, "not_uploader", "Only whoever added it or an admin can withdraw it.");
    const withdrawn = { by: caller.user.id, reason, at: now };
    await insertAttachmentWithdrawal(tx, attachment, withdrawn);
    const { name, sha256 } = attachment;
    const said = { attachmentId: id, name, sha256, comment: reason };
    audit("exception.attachment_withdrawn", { kind: "exception", id: exceptionId }, said);
    return { ...attachment, withdrawn };
  });
}
