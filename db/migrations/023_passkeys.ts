import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // The session that a challenge was given to; null while nobody has signed in.
  await db.schema.alterTable("challenges").addColumn("session_hash", "text").execute();
  // The page and the relying party that an authenticator has to answer for; null for what no authenticator is asked.
  await db.schema.alterTable("challenges").addColumn("origin", "text").execute();
  await db.schema.alterTable("challenges").addColumn("rp_id", "text").execute();

  // WebAuthn's backup flags: whether a credential may leave its device, which never changes, and whether it has.
  await db.schema.alterTable("factors").addColumn("backup_eligible", "integer").execute();
  await db.schema.alterTable("factors").addColumn("backed_up", "integer").execute();
  // Until now the kind alone said it. Whether one was backed up is seen when it is used next.
  await db
    .updateTable("factors")
    .set({ backup_eligible: 1, backed_up: 0 })
    .where("credential_id", "is not", null)
    .where("kind", "=", "passkey")
    .execute();
  await db
    .updateTable("factors")
    .set({ backup_eligible: 0, backed_up: 0 })
    .where("credential_id", "is not", null)
    .where("kind", "=", "security_key")
    .execute();
}
