import type { Caller } from "#app/auth/caller.server.ts";
import type { Sight } from "#app/register/exception-wire.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, mayChange } from "#app/register/roles.ts";
import { findAttachment, listAttachments } from "#db/attachments.ts";
import type { Db } from "#db/connect.ts";
import type { Attachment } from "./attachment.ts";

/** Returns the attachments of a record that a caller may know of: where the reason is for approvers, so is its evidence. */
export async function attachmentsSeenBy(
  db: Db,
  caller: Caller,
  { record, showsReason }: Pick<Sight, "record" | "showsReason">,
): Promise<Attachment[]> {
  const attachments = await listAttachments(db, record.workspaceId, record.id);
  return attachments.filter(({ uploadedBy }) => showsReason || uploadedBy === caller.user.id);
}

/**
 * Finds one of them.
 * @throws Refused 404 when there is none that the caller may know of.
 */
export async function attachmentSeenBy(
  db: Db,
  caller: Caller,
  { record, showsReason }: Pick<Sight, "record" | "showsReason">,
  id: string,
): Promise<Attachment> {
  const found = await findAttachment(db, record.workspaceId, { exceptionId: record.id, id });
  if (!found || !(showsReason || found.uploadedBy === caller.user.id))
    throw new Refused(404, "not_found", `There is no attachment ${id} on ${record.id}.`);
  return found;
}

/** Whether a caller may open it: one that was withdrawn is for those who watch over the register. */
export function mayOpen({ withdrawn }: Attachment, { roles }: Caller): boolean {
  return withdrawn === null || isAdmin(roles) || roles.includes("auditor");
}

/** Whether a caller may withdraw it: whoever added it, or an admin. */
export function mayWithdraw({ withdrawn, uploadedBy }: Attachment, { roles, user }: Caller): boolean {
  return withdrawn === null && mayChange(roles) && (uploadedBy === user.id || isAdmin(roles));
}
