import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attachments } from "#app/attachments/attachment-store.ts";
import { folderStore } from "#app/attachments/folder-store.server.ts";
import { openAttachments } from "#app/attachments/open-attachments.server.ts";
import { readEnv } from "#app/env.server.ts";
import { testStart } from "./databases.ts";

/** For tests that add no file: there is no such folder. */
export const noAttachments: Attachments = {
  store: folderStore("/nowhere"),
  incoming: "/nowhere",
  scanCommand: null,
};

/** A place for attachments as the server opens it, in a folder of its own or where the variables say. */
export function openTestAttachments(variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-test-"));
  return {
    folder,
    attachments: openAttachments(readEnv({ DATA_DIR: folder, ...variables }), testStart),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
