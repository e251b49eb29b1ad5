import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { absentsOf } from "./absents-of.server.ts";
import type { Exception } from "./exception.ts";
import { approverGroupsOf, type RegisterRole } from "./roles.ts";
import { rulesOnce } from "./rules-for.server.ts";

/**
 * Returns who may read why a record was asked for, as a question to ask of each record: where its category keeps that
 * private, only approvers, those in an approver's place, and whoever wrote it.
 */
export async function reasonSight(
  db: Db,
  workspaceId: string,
  { userId, roles }: { userId: string; roles: readonly RegisterRole[] },
  now: Instant,
): Promise<(record: Exception) => Promise<boolean>> {
  const decides = approverGroupsOf(roles).length > 0 || (await absentsOf(db, workspaceId, userId, now)).length > 0;
  const rules = rulesOnce(db);
  return async (record) => decides || record.requestorId === userId || !(await rules(record)).reasonIsPrivate;
}
