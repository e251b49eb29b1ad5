import type { AuditActor } from "#app/audit/events.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "../connect.ts";
import { saveException } from "../exceptions.ts";
import { write } from "../write.ts";

type Suspension = { record: Exception; comment: string; actor: AuditActor; now: string };

/**
 * Puts an active record of the demo on hold, with its event, through the one door for changes.
 * The lifecycle has the state but no command that leads to it yet; with that command this file goes.
 */
export async function suspend(tx: Db, { record, comment, actor, now }: Suspension): Promise<void> {
  const { workspaceId, id, state: from, version: read } = record;
  if (from !== "active") throw new Error(`${id} is ${from}, expected active`);
  await write(tx, { workspaceId, actor, now }, async (inner, { audit }) => {
    const version = read + 1;
    const isSaved = await saveException(inner, { ...record, state: "suspended", version, updatedAt: now }, read);
    if (!isSaved) throw new Error(`${id} has another version than ${read}`);
    audit("exception.suspended", { kind: "exception", id }, { from, to: "suspended", version, comment });
  });
}
