import { sql } from "kysely";
import type { Db } from "../connect.ts";
import { type QueuedMessage, queued } from "../outbox.ts";

/** Notes everything that the register's history queued as sent when it was written. */
export async function noteMailSent(db: Db, workspaceId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`insert into deliveries (workspace_id, outbox_id, attempt, at, outcome, response)
      select workspace_id, id, 1, created_at, 'sent', 'kept in the demo''s mailbox' from outbox
       where workspace_id = ${workspaceId} and next_attempt_at is not null`.execute(tx);
    await sql`update outbox set sent_at = created_at, attempts = 1, next_attempt_at = null
       where workspace_id = ${workspaceId} and next_attempt_at is not null`.execute(tx);
  });
}

/** Returns what was sent, with what its readers are called. */
export async function listMailSent(db: Db, workspaceId: string): Promise<(QueuedMessage & { name: string | null })[]> {
  const rows = await db
    .selectFrom("outbox")
    .leftJoin("users", (join) =>
      join.onRef("users.workspaceId", "=", "outbox.workspaceId").onRef("users.id", "=", "outbox.toUserId"),
    )
    .select(["outbox.id", "template", "toUserId", "toAddress", "data", "attempts", "outbox.createdAt", "triedFrom"])
    .select("users.displayName")
    .where("outbox.workspaceId", "=", workspaceId)
    .where("sentAt", "is not", null)
    .orderBy("outbox.createdAt")
    .execute();
  return rows.map(({ displayName, ...row }) => ({ ...queued(workspaceId, row), name: displayName }));
}
