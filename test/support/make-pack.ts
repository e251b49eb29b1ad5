import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePack } from "#app/evidence/make-pack.server.ts";
import type { Making } from "#app/exports/maker.server.ts";
import { workspaceKey } from "#app/signing/workspace-key.server.ts";
import type { TestDatabase } from "./databases.ts";
import { plainSecrets as secrets } from "./job-context.ts";
import { makeFolder } from "./make-folder.ts";

const publicUrl = "https://register.example";

type Asked = { from: string; to: string; now: string; viewerId?: string | null };

/** Makes the evidence pack of a period as a file, as a worker would, and returns where it lies. */
export async function packFile({ db, workspace }: TestDatabase, asked: Asked): Promise<string> {
  const { from, to, now, viewerId = null } = asked;
  await workspaceKey(db, workspace.id, { secrets, publicUrl, actor: { kind: "console", id: null }, now });
  const file = join(makeFolder("pack"), "pack.zip");
  writeFileSync(file, "");
  const making: Making = {
    reading: { db, workspaceId: workspace.id, viewerId, query: "", asOf: null, now },
    secrets,
    publicUrl,
    params: { from, to },
    cursor: null,
    write: async (bytes) => appendFileSync(file, bytes),
    progress: async () => undefined,
    signal: new AbortController().signal,
  };
  await makePack(making);
  return file;
}
