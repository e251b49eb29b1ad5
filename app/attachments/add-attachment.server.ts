import type { Caller } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { refuseAuditor } from "#app/register/refuse-auditor.ts";
import { Refused } from "#app/register/refused.ts";
import { sightOf } from "#app/register/show.server.ts";
import { insertAttachment, listAttachments } from "#db/attachments.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { write } from "#db/write.ts";
import { type Attachment, mostAttachments } from "./attachment.ts";
import { mediaTypeOf } from "./media-type.server.ts";
import { discard, receiveUpload } from "./receive-upload.server.ts";
import { scanFile } from "./scan-file.server.ts";

type Adding = { caller: Caller; id: string; request: Request };

/**
 * Takes a file in, has it looked at, keeps it and adds it to a record. Who may not is refused before a byte is read.
 * @throws Refused 404 for a record that the caller may not see, 403 for an auditor, 400 without a file or with one
 * that is not clean, 409 when there are too many, 413 when it is too large.
 */
export async function addAttachment(
  { db, now, attachments }: Pick<RequestContext, "db" | "now" | "attachments">,
  { caller, id: exceptionId, request }: Adding,
): Promise<Attachment> {
  const workspaceId = caller.workspace.id;
  await refuseAdding(db, { caller, exceptionId, now });
  const upload = await receiveUpload(request, attachments.incoming);
  try {
    const { file, fields } = upload;
    if (!file || file.size === 0) throw new Refused(400, "no_file", "Choose a file that is not empty.");
    await scanFile(attachments.scanCommand, file.path);
    const mediaType = await mediaTypeOf(file.path);
    const { name, size, sha256 } = file;
    // The bytes first: a row without them would promise what is not there.
    await attachments.store.keep(workspaceId, file);
    return await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit }) => {
      await refuseAdding(tx, { caller, exceptionId, now });
      const attachment: Attachment = {
        ...{ workspaceId, exceptionId, id: newId("att"), name, mediaType, size, sha256 },
        note: (fields.note ?? "").trim().slice(0, 2000),
        uploadedBy: caller.user.id,
        at: now,
        withdrawn: null,
      };
      await insertAttachment(tx, attachment);
      const added = { attachmentId: attachment.id, name, mediaType, size, sha256 };
      audit("exception.attachment_added", { kind: "exception", id: exceptionId }, added);
      return attachment;
    });
  } finally {
    await discard(upload);
  }
}

async function refuseAdding(
  db: Db,
  { caller, exceptionId, now }: { caller: Caller; exceptionId: string; now: string },
): Promise<void> {
  await sightOf(db, caller, exceptionId, now);
  refuseAuditor(caller.roles);
  const { length } = await listAttachments(db, caller.workspace.id, exceptionId);
  if (length >= mostAttachments)
    throw new Refused(409, "too_many_attachments", `A record has at most ${mostAttachments} attachments.`);
}
