import { createHash, randomUUID } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type UploadHandlerPart, unstable_parseMultipartFormData } from "@remix-run/node";
import { Refused } from "#app/register/refused.ts";
import { mostAttachmentBytes } from "./attachment.ts";
import type { ReadyFile } from "./attachment-store.ts";

/** What stood in a form beside its file. */
const mostFieldBytes = 10_000;

export type Upload = { file: (ReadyFile & { name: string }) | null; fields: Record<string, string> };

/**
 * Reads a form with a file, which goes to the disk as it arrives; nothing stays when it breaks off or is too large.
 * @throws Refused 400 when it is not a form with a file, 413 when the file is too large.
 */
export async function receiveUpload(request: Request, incoming: string): Promise<Upload> {
  const upload: Upload = { file: null, fields: {} };
  try {
    await unstable_parseMultipartFormData(request, async (part) => {
      if (part.filename === undefined) upload.fields[part.name] = await textOf(part);
      // A form without a chosen file sends one without a name.
      else if (part.name !== "file" || part.filename === "" || upload.file) await skip(part);
      else upload.file = await fileOf(part, part.filename, incoming);
      return undefined;
    });
    return upload;
  } catch (caught) {
    await discard(upload);
    if (caught instanceof Refused) throw caught;
    throw new Refused(400, "broken_upload", "The upload is not a form with a file, or broke off. Nothing was kept.");
  }
}

/** Takes away what an upload has left on the disk. */
export async function discard({ file }: Pick<Upload, "file">): Promise<void> {
  if (file) await rm(file.path, { force: true });
}

async function fileOf({ data }: UploadHandlerPart, name: string, incoming: string) {
  const path = join(incoming, randomUUID());
  const hash = createHash("sha256");
  let size = 0;
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const chunk of data) {
      size += chunk.byteLength;
      if (size > mostAttachmentBytes)
        throw new Refused(413, "attachment_too_large", "A file has at most 25 MB. Nothing was kept.");
      hash.update(chunk);
      await handle.write(chunk);
    }
  } catch (fault) {
    await rm(path, { force: true });
    throw fault;
  } finally {
    await handle.close();
  }
  return { path, size, sha256: hash.digest("hex"), name: shownName(name) };
}

/** The name is shown and offered for the download, and leads nowhere: no folders, nothing that hides or turns text round. */
function shownName(name: string): string {
  // Browsers write a quotation mark or a line break in a name like this.
  const last = (name.split(/[/\\]/).at(-1) ?? "").replace(/%(22|0D|0A)/gi, "");
  const plain = last
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"]/gu, "")
    .trim();
  return plain.slice(-200) || "file";
}

async function textOf({ data }: UploadHandlerPart): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of data) {
    size += chunk.byteLength;
    if (size > mostFieldBytes)
      throw new Refused(413, "attachment_too_large", "What stands beside the file is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function skip({ data }: UploadHandlerPart): Promise<void> {
  for await (const _chunk of data);
}
