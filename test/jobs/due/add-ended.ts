import type { Insertable } from "kysely";
import type { Db } from "#db/connect.ts";
import type { Schema } from "#db/schema.ts";
import { daysLater } from "./due-items.ts";

/** Adds exceptions that have ended without anybody having noted it: copies of one that is in force. */
export async function addEnded(db: Db, workspaceId: string, count: number): Promise<void> {
  const { rowKey: _, ...one } = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "active")
    .where("endsAt", ">", daysLater(60))
    .orderBy("id")
    .limit(1)
    .executeTakeFirstOrThrow();
  const copies: Insertable<Schema["exceptions"]>[] = Array.from({ length: count }, (_, index) => ({
    ...one,
    id: `EXC-2031-${String(index).padStart(5, "0")}`,
    sourceKey: null,
    endsAt: daysLater(7),
    nextReviewAt: null,
  }));
  for (let at = 0; at < copies.length; at += 100)
    await db
      .insertInto("exceptions")
      .values(copies.slice(at, at + 100))
      .execute();
}
