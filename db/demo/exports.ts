import type { Env } from "#app/env.server.ts";
import { cancelExport } from "#app/exports/end-export.server.ts";
import { openExportsFolder } from "#app/exports/export-files.server.ts";
import { requestExport } from "#app/exports/request-export.server.ts";
import { runNextExport } from "#app/exports/run-export.server.ts";
import type { Db } from "../connect.ts";
import { findUserByName } from "../users.ts";
import { type CastKey, demoCompany } from "./cast.ts";
import { callerOf } from "./discussions.ts";

type Made = {
  workspaceId: string;
  env: Pick<Env, "DATABASE_URL" | "SECRET_KEY_FILE" | "PUBLIC_URL" | "DATA_DIR">;
  now: string;
};

/** Lets the demo's auditor take the register with them, and an admin think better of it; apart from the rest, since the file lies beside the database. */
export async function addDemoExports(db: Db, { workspaceId, env, now }: Made): Promise<void> {
  const ask = async (who: CastKey, format: "xlsx" | "jsonl", query: string) => {
    const user = await findUserByName(db, workspaceId, `${who}@${demoCompany.domain}`);
    const by = await callerOf(db, { workspaceId, people: new Map(user ? [[who, user.id]] : []), now }, who, now);
    return { id: await requestExport(db, { workspaceId, kind: "register", format, query, asOf: null, by, now }), by };
  };
  const { id, by } = await ask("tomasz.wilk", "jsonl", "");
  await cancelExport(db, { workspaceId, id }, by, now);
  await ask("ruth.abara", "xlsx", "state=active");
  await runNextExport({
    ...{ db, databaseUrl: env.DATABASE_URL, secretKeyFile: env.SECRET_KEY_FILE, publicUrl: env.PUBLIC_URL },
    ...{ folder: openExportsFolder(env.DATA_DIR), now: () => now, signal: new AbortController().signal },
    logFault: (fault) => {
      throw fault;
    },
  });
}
