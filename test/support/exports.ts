import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Export } from "#app/exports/export.ts";
import { fileOf, openExportsFolder } from "#app/exports/export-files.server.ts";
import { requestExport, type WantedExport } from "#app/exports/request-export.server.ts";
import { type RunningExports, runNextExport } from "#app/exports/run-export.server.ts";
import { findExport } from "#db/exports.ts";
import type { TestDatabase } from "./databases.ts";

export type ExportBench = ReturnType<typeof exportBench>;

/** What makes exports over a test database, with a folder of its own. */
export function exportBench(base: Pick<TestDatabase, "db" | "url" | "workspace">, now: string) {
  const dataFolder = mkdtempSync(join(tmpdir(), "mfa-register-exports-"));
  const folder = openExportsFolder(dataFolder);
  const workspaceId = base.workspace.id;
  const read = async (id: string): Promise<Export> => {
    const found = await findExport(base.db, workspaceId, id);
    if (!found) throw new Error("the export is gone");
    return found;
  };
  const running = (over: Partial<RunningExports> = {}): RunningExports => ({
    ...{ db: base.db, databaseUrl: base.url, secretKeyFile: join(dataFolder, "secret.key"), folder },
    ...{ publicUrl: "https://register.example", now: () => now, signal: new AbortController().signal },
    logFault: (fault) => {
      throw fault;
    },
    ...over,
  });
  return {
    folder,
    read,
    running,
    request: (by: Caller, over: Partial<WantedExport> = {}) =>
      requestExport(base.db, { workspaceId, kind: "register", format: "csv", query: "", asOf: null, by, now, ...over }),
    makeNext: (over: Partial<RunningExports> = {}) => runNextExport(running(over)),
    fileText: (id: string) => readFileSync(fileOf(folder, { workspaceId, id }), "utf8"),
    close: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}
