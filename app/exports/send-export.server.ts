import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Caller } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { write } from "#db/write.ts";
import { type ByteRange, byteRange } from "./byte-range.ts";
import type { Export } from "./export.ts";
import { fileOf } from "./export-files.server.ts";
import { mediaTypes } from "./export-kinds.ts";
import { exportSeenBy, refuseFetching } from "./export-sight.server.ts";

type Call = { request: Request; context: RequestContext };

/**
 * Answers with the file of an export, or the part of it that a broken download lacks, and says so in the log first.
 * @throws Refused 404 no such export, 403 not theirs, 409 no file, or not on this node.
 */
export async function sendExport({ request, context }: Call, caller: Caller, id: string): Promise<Response> {
  const { db, now, exportsFolder } = context;
  const found = await exportSeenBy(db, caller, id);
  const refusal = refuseFetching(found, caller, now);
  if (refusal) throw refusal;
  const headers = headersOf(found);
  if (request.headers.get("If-None-Match") === headers.ETag) return new Response(null, { status: 304, headers });
  const file = await openFile(fileOf(exportsFolder, found));
  try {
    const { size } = await file.stat();
    if (size !== found.bytes) throw new Error(`the file of ${id} has ${size} bytes, expected ${found.bytes}`);
    // A part of another file would be of no use to whoever has the beginning of this one.
    const isSame = (request.headers.get("If-Range") ?? headers.ETag) === headers.ETag;
    const range = isSame ? byteRange(request.headers.get("Range"), size) : null;
    if (range === "unsatisfiable") {
      await file.close();
      return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${size}` } });
    }
    await recordFetching(context, caller, found);
    return answerWith(file, { range, size, headers, isHead: request.method === "HEAD" });
  } catch (fault) {
    await file.close();
    throw fault;
  }
}

function headersOf({ format, fileName, sha256 }: Export) {
  return {
    "Content-Type": mediaTypes[format],
    "Content-Disposition": `attachment; filename="${fileName}"`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
    ETag: `"${sha256}"`,
  };
}

type Answer = { range: ByteRange | null; size: number; headers: Record<string, string>; isHead: boolean };

async function answerWith(file: FileHandle, { range, size, headers, isHead }: Answer): Promise<Response> {
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const all = {
    ...headers,
    "Content-Length": String(last - first + 1),
    ...(range && { "Content-Range": `bytes ${first}-${last}/${size}` }),
  };
  const status = range ? 206 : 200;
  if (isHead || size === 0) {
    await file.close();
    return new Response(null, { status, headers: all });
  }
  const bytes = Readable.toWeb(file.createReadStream({ start: first, end: last }));
  return new Response(bytes as ReadableStream<Uint8Array>, { status, headers: all }); // cast: bytes, since no encoding is set
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch {
    throw new Refused(
      409,
      "file_elsewhere",
      "The file lies on another node of this register. Fetch it there, or export anew.",
    );
  }
}

async function recordFetching({ db, now }: RequestContext, caller: Caller, { id, sha256 }: Export): Promise<void> {
  const { workspace, auditActor } = caller;
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (_tx, { audit }) =>
    audit("export.downloaded", { kind: "export", id }, { sha256: sha256 ?? "" }),
  );
}
