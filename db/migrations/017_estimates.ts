import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // How risky whoever files an exception thinks it is; the ratings beside it are the assessor's.
  await db.schema.alterTable("exceptions").addColumn("estimate", "text").execute();
}
