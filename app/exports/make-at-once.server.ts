import { openSecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Env } from "#app/env.server.ts";
import { workspaceKey } from "#app/signing/workspace-key.server.ts";
import { type Db, openReader } from "#db/connect.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { write } from "#db/write.ts";
import { type ExportFormat, type ExportKind, kindsOfSignIns } from "./export-kinds.ts";
import type { MadeFile } from "./make-file.server.ts";
import type { Making } from "./maker.server.ts";
import { makerOf } from "./makers.server.ts";
import { refuseQuery } from "./refuse-query.ts";

type Wanted = {
  workspaceId: string;
  kind: ExportKind;
  format: ExportFormat;
  query: string;
  asOf: Instant | null;
  params: Record<string, string>;
  env: Pick<Env, "DATABASE_URL" | "SECRET_KEY_FILE" | "PUBLIC_URL">;
  now: Instant;
  write: Making["write"];
  /** How much has been written, and its hash. */
  standing(): Pick<MadeFile, "bytes" | "sha256">;
};

/**
 * Makes an export for the console, in one go, and audits it with the number of rows and the hash of what was written. The
 * console sees what is for approvers only: it holds the database.
 * @throws Refused 400 for filters that are not understood.
 */
export async function makeAtOnce(db: Db, wanted: Wanted): Promise<MadeFile> {
  const { workspaceId, kind, format, query, asOf, params, env, now } = wanted;
  refuseQuery(kind, query);
  const make = await makerOf(kind, format);
  const actor = { kind: "console", id: null } as const;
  const secrets = openSecretBox(env.SECRET_KEY_FILE);
  // The reader cannot write, and a pack is signed.
  if (kind === "evidence_pack") await workspaceKey(db, workspaceId, { secrets, publicUrl: env.PUBLIC_URL, actor, now });
  if (kindsOfSignIns.includes(kind)) await gatherRecent(db, workspaceId);
  const reader = openReader(env.DATABASE_URL);
  try {
    const { rows } = await make({
      reading: { db: reader.db, workspaceId, viewerId: null, query, asOf, now },
      secrets,
      publicUrl: env.PUBLIC_URL,
      ...{ params, cursor: null, write: wanted.write, signal: new AbortController().signal },
      progress: async () => undefined,
    });
    const made = { rows, ...wanted.standing() };
    await write(db, { workspaceId, actor, now }, async (_tx, { audit }) => {
      const selection = { kind, format, query, asOf, params };
      audit("export.made", { kind: "workspace", id: workspaceId }, { ...selection, ...made, requestedBy: null });
    });
    return made;
  } finally {
    await reader.close();
  }
}
