import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // That its reader was not to have it any more when it was about to leave.
  await db.schema.alterTable("outbox").addColumn("withheld_at", "text").execute();
}
