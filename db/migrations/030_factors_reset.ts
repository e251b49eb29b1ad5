import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // When somebody's factors were last taken away on proof of who they are, with which their time to enrol is over.
  await db.schema.alterTable("users").addColumn("factors_reset_at", "text").execute();
}
