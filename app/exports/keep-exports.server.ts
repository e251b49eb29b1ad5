import { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { keepExportsFor, keptExportDays } from "#db/exports.ts";
import { write } from "#db/write.ts";

export const mostKeptDays = 90;
const message = `Give whole days, 1 to ${mostKeptDays}.`;
/** For how many days the files of exports are kept. */
export const KeptDays = z.coerce.number(message).int(message).min(1, message).max(mostKeptDays, message);

/** Changes for how long the files are kept of exports that are made from now on. */
export async function keepExports(db: Db, caller: Caller, days: number, now: Instant): Promise<void> {
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit }) => {
    const before = { days: await keptExportDays(tx, workspaceId) };
    await keepExportsFor(tx, workspaceId, days);
    audit("export.retention_changed", { kind: "workspace", id: workspaceId }, { before, after: { days } });
  });
}
