import type { Caller } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { sightOf } from "#app/register/show.server.ts";
import { attachmentSeenBy, mayOpen } from "./attachment-sight.server.ts";

type Wanted = { caller: Caller; exceptionId: string; id: string };

/**
 * Answers with the bytes of an attachment, as a download that no browser shows or runs in our name.
 * @throws Refused 404 no such attachment, 403 withdrawn.
 */
export async function sendAttachment(
  { db, now, attachments }: RequestContext,
  { caller, exceptionId, id }: Wanted,
): Promise<Response> {
  const sight = await sightOf(db, caller, exceptionId, now);
  const attachment = await attachmentSeenBy(db, caller, sight, id);
  if (!mayOpen(attachment, caller))
    throw new Refused(403, "withdrawn", "It was withdrawn; admins and auditors can still open it.");
  const { workspaceId, sha256, size, mediaType, name } = attachment;
  const bytes = await attachments.store.read(workspaceId, sha256);
  if (!bytes) throw new Error(`the bytes ${sha256} of ${id} are gone, expected them where attachments are kept`);
  return new Response(bytes, {
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(size),
      "Content-Disposition": dispositionOf(name),
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-store",
    },
  });
}

/** RFC 6266: a plain name for old readers, and the true one in UTF-8. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
