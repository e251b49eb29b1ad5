import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

type Asked = {
  /** Where the page before ended, as `next` says. */
  after: string | null;
  limit: number;
};

/** Those who can sign in without the identity provider, without what is about them. */
function bypassAccounts(db: Db, workspaceId: string, hasFactor: boolean) {
  return db
    .selectFrom("users")
    .where("users.workspaceId", "=", workspaceId)
    .where("users.ssoRequired", "=", 0)
    .where("users.disabledAt", "is", null)
    .where((eb) => {
      const factor = eb.exists(
        eb
          .selectFrom("factors")
          .select("factors.id")
          .whereRef("factors.workspaceId", "=", "users.workspaceId")
          .whereRef("factors.userId", "=", "users.id")
          .where("factors.revokedAt", "is", null)
          // Recovery codes are a way back in, and no factor to be left with.
          .where("factors.kind", "<>", "recovery_code"),
      );
      return hasFactor ? factor : eb.not(factor);
    });
}

/** Returns a page of the accounts that can sign in without the identity provider: those without MFA first, then by name. */
export async function listBypassAccounts(
  db: Db,
  workspaceId: string,
  { after, limit }: Asked,
): Promise<{ ids: string[]; next: string | null }> {
  const [group = "none", ...rest] = after?.split(":") ?? [];
  const place = after === null ? null : rest.join(":");
  const rowsOf = (hasFactor: boolean, from: string | null, most: number) =>
    bypassAccounts(db, workspaceId, hasFactor)
      .select(["users.id", "users.userName"])
      .$if(from !== null, (query) => query.where("users.userName", ">", from ?? ""))
      .orderBy("users.userName")
      .limit(most)
      .execute();
  const without = group === "none" ? await rowsOf(false, place, limit + 1) : [];
  const room = limit + 1 - without.length;
  const others = room > 0 ? await rowsOf(true, group === "none" ? null : place, room) : [];
  const rows = [
    ...without.map((row) => ({ ...row, group: "none" })),
    ...others.map((row) => ({ ...row, group: "some" })),
  ];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    ids: page.map(({ id }) => id),
    next: rows.length > limit && last ? `${last.group}:${last.userName}` : null,
  };
}

/** Counts the accounts that can sign in without the identity provider and without MFA; it stops at a thousand. */
export async function countBypassWithoutFactor(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom(bypassAccounts(db, workspaceId, false).select("users.id").limit(1000).as("found"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
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
