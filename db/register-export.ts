import type { Approval, Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";
import { findUsers, type User } from "./users.ts";

/** A page of the register by id, with what its records refer to. */
export type ExportPage = {
  records: Exception[];
  /** Who has approved, by the record's id. */
  approvers: ReadonlyMap<string, Pick<Approval, "approverId" | "contentHash">[]>;
  users: ReadonlyMap<string, User>;
};

/** Returns the records after an id, in the order of ids. */
export async function readRegister(
  db: Db,
  workspaceId: string,
  { after, limit }: { after: string; limit: number },
): Promise<ExportPage> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  const records = rows.map(exceptionOf);
  const approvals = await approvalsOf(db, workspaceId, records);
  const named = records.flatMap(({ requestorId, ownerId, implementerId, scope }) => [
    requestorId,
    ownerId,
    implementerId,
    ...scope.users,
  ]);
  const ids = [...named, ...approvals.map(({ approverId }) => approverId)].filter((id) => id !== null);
  const approvers = new Map(records.map(({ id }) => [id, approvals.filter(({ exceptionId }) => exceptionId === id)]));
  return { records, approvers, users: await findUsers(db, workspaceId, ids) };
}

async function approvalsOf(db: Db, workspaceId: string, records: readonly Exception[]) {
  if (records.length === 0) return [];
  return db
    .selectFrom("approvals")
    .select(["exceptionId", "approverId", "contentHash"])
    .where("workspaceId", "=", workspaceId)
    .where(
      "exceptionId",
      "in",
      records.map(({ id }) => id),
    )
    .orderBy("at")
    .execute();
}
