import { constants } from "node:fs";
import { access, mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { AttachmentStore } from "./attachment-store.ts";

/** Keeps attachments in a folder of the same disk as the incoming ones, so that a file is there whole or not at all. */
export function folderStore(folder: string): AttachmentStore {
  const pathOf = (workspaceId: string, sha256: string) => join(folder, workspaceId, sha256.slice(0, 2), sha256);
  return {
    keep: async (workspaceId, { path, sha256 }) => {
      const target = pathOf(workspaceId, sha256);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await toDisk(path);
      await rename(path, target);
      await toDisk(dirname(target));
    },
    read: async (workspaceId, sha256) => {
      const path = pathOf(workspaceId, sha256);
      const isThere = await access(path, constants.R_OK).then(
        () => true,
        () => false,
      );
      if (!isThere) return null;
      const file = await open(path);
      return Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>; // cast: bytes, since no encoding is set
    },
  };
}

/** A row that names a file must not outlive it after a power cut. */
async function toDisk(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
