import type { Db } from "#db/connect.ts";
import { usesOf } from "#db/exception-use.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import type { Exception } from "./exception.ts";
import { namesFor } from "./names.server.ts";

/** Returns the last sign-ins that rested on a record, with the names that they need. */
export async function recordUse(db: Db, record: Exception) {
  await gatherRecent(db, record.workspaceId);
  const { uses, count } = await usesOf(db, record.workspaceId, record.id);
  const people = uses.map(({ subjectId }) => subjectId);
  return { uses, count, names: Object.fromEntries(await namesFor(db, record.workspaceId, [record], people)) };
}

export type RecordUseData = Awaited<ReturnType<typeof recordUse>>;
