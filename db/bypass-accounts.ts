import type { ExpressionBuilder } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

type Asked = {
  /** The user name that ended the page before; null for the first. */
  after: string | null;
  limit: number;
};

/** Those who can sign in without the identity provider, by user name. */
function bypassAccounts(db: Db, workspaceId: string, { after, limit }: Asked) {
  return db
    .selectFrom("users")
    .select(["users.id", "users.userName"])
    .where("users.workspaceId", "=", workspaceId)
    .where("users.ssoRequired", "=", 0)
    .where("users.disabledAt", "is", null)
    .$if(after !== null, (query) => query.where("users.userName", ">", after ?? ""))
    .orderBy("users.userName")
    .limit(limit);
}

/** Whether somebody has a factor; recovery codes are a way back in, and none to be left with. */
function hasFactor(eb: ExpressionBuilder<Schema, "users">) {
  return eb.exists(
    eb
      .selectFrom("factors")
      .select("factors.id")
      .whereRef("factors.workspaceId", "=", "users.workspaceId")
      .whereRef("factors.userId", "=", "users.id")
      .where("factors.revokedAt", "is", null)
      .where("factors.kind", "<>", "recovery_code"),
  );
}

/** Returns a page of the accounts that can sign in without the identity provider, and whether each has a factor. */
export async function listBypassAccounts(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<{ id: string; userName: string; hasFactor: boolean }[]> {
  const rows = await bypassAccounts(db, workspaceId, asked)
    .select((eb) => eb.case().when(hasFactor(eb)).then(1).else(0).end().as("hasFactor"))
    .execute();
  return rows.map((row) => ({ ...row, hasFactor: row.hasFactor === 1 }));
}

/** Returns a page of those of them who have a factor. */
export async function listBypassWithFactor(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<{ id: string; userName: string }[]> {
  return bypassAccounts(db, workspaceId, asked).where(hasFactor).execute();
}

/** A record that names somebody. */
export type NamingRecord = {
  userId: string;
  id: string;
  title: string;
  state: string;
  startsAt: Instant;
  endsAt: Instant;
};

/** Returns the records that name these people, those that end last first; of each at most twenty. */
export async function recordsNaming(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, NamingRecord[]>> {
  const records = new Map<string, NamingRecord[]>();
  if (userIds.length === 0) return records;
  const rows = await db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", (join) =>
      join.onRef("exceptions.workspaceId", "=", "named.workspaceId").onRef("exceptions.id", "=", "named.exceptionId"),
    )
    .select(["named.target", "exceptions.id", "exceptions.title", "exceptions.state"])
    .select(["exceptions.startsAt", "exceptions.endsAt"])
    .where("named.workspaceId", "=", workspaceId)
    .where(
      "named.target",
      "in",
      userIds.map((id) => `user:${id}`),
    )
    .where("exceptions.state", "<>", "draft")
    .orderBy("exceptions.endsAt", "desc")
    .orderBy("exceptions.id")
    .limit(20 * userIds.length)
    .execute();
  for (const { target, ...row } of rows) {
    const userId = target.slice("user:".length);
    const known = records.get(userId) ?? [];
    if (known.length < 20) records.set(userId, [...known, { userId, ...row }]);
  }
  return records;
}
