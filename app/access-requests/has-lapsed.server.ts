import type { Exception } from "#app/register/exception.ts";
import { lastEvents } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";

/** Whether the clock ended a record because nobody decided it in time; otherwise somebody withdrew it. */
export async function hasLapsed(db: Db, { workspaceId, id, state }: Exception): Promise<boolean> {
  if (state !== "withdrawn") return false;
  const lapsed = await lastEvents(db, workspaceId, { kind: "exception", ids: [id], type: "exception.lapsed" });
  return lapsed.has(id);
}
