import type { Attachment } from "#app/attachments/attachment.ts";
import type { Db } from "./connect.ts";

export async function insertAttachment(tx: Db, { withdrawn: _, ...attachment }: Attachment): Promise<void> {
  await tx.insertInto("attachments").values(attachment).execute();
}

export async function insertAttachmentWithdrawal(
  tx: Db,
  { workspaceId, id }: Pick<Attachment, "workspaceId" | "id">,
  { by, reason, at }: NonNullable<Attachment["withdrawn"]>,
): Promise<void> {
  await tx
    .insertInto("attachmentWithdrawals")
    .values({ workspaceId, attachmentId: id, withdrawnBy: by, reason, at })
    .execute();
}

/** Returns the attachments of a record, oldest first, those that were withdrawn included. */
export async function listAttachments(db: Db, workspaceId: string, exceptionId: string): Promise<Attachment[]> {
  const rows = await attachmentRows(db, workspaceId)
    .where("attachments.exceptionId", "=", exceptionId)
    .orderBy("attachments.at")
    .orderBy("attachments.id")
    .execute();
  return rows.map(attachmentOf);
}

export async function findAttachment(
  db: Db,
  workspaceId: string,
  { exceptionId, id }: Pick<Attachment, "exceptionId" | "id">,
): Promise<Attachment | undefined> {
  const row = await attachmentRows(db, workspaceId)
    .where("attachments.exceptionId", "=", exceptionId)
    .where("attachments.id", "=", id)
    .executeTakeFirst();
  return row && attachmentOf(row);
}

type Row = Awaited<ReturnType<ReturnType<typeof attachmentRows>["execute"]>>[number];

function attachmentRows(db: Db, workspaceId: string) {
  return db
    .selectFrom("attachments")
    .leftJoin("attachmentWithdrawals", (join) =>
      join
        .onRef("attachmentWithdrawals.workspaceId", "=", "attachments.workspaceId")
        .onRef("attachmentWithdrawals.attachmentId", "=", "attachments.id"),
    )
    .selectAll("attachments")
    .select([
      "attachmentWithdrawals.withdrawnBy",
      "attachmentWithdrawals.reason",
      "attachmentWithdrawals.at as withdrawnAt",
    ])
    .where("attachments.workspaceId", "=", workspaceId);
}

function attachmentOf({ withdrawnBy, reason, withdrawnAt, ...row }: Row): Attachment {
  const withdrawn = withdrawnBy && withdrawnAt ? { by: withdrawnBy, reason: reason ?? "", at: withdrawnAt } : null;
  return { ...row, withdrawn };
}
