import type { Instant } from "#app/engine/types.ts";
import { type RegisterRole, registerRoles } from "#app/register/roles.ts";
import { searchWords } from "#app/register/search-words.ts";
import type { Db } from "./connect.ts";

export type PersonRow = {
  id: string;
  userName: string;
  displayName: string;
  department: string | null;
  disabledAt: Instant | null;
  lastSignInAt: Instant | null;
  roles: RegisterRole[];
  factors: number;
};

type Asked = { search: string; after: string | null; limit: number };

/** Returns a page of the workspace's people by user name; a search finds the beginnings of name or address. */
export async function listPeople(
  db: Db,
  workspaceId: string,
  { search, after, limit }: Asked,
): Promise<{ people: PersonRow[]; next: string | null }> {
  const beginning = searchWords(search).join("%");
  const rows = await db
    .selectFrom("users")
    .select(["id", "userName", "displayName", "department", "disabledAt", "lastSignInAt"])
    .select((eb) =>
      eb
        .selectFrom("factors")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("factors.workspaceId", "=", "users.workspaceId")
        .whereRef("factors.userId", "=", "users.id")
        .where("factors.revokedAt", "is", null)
        .as("factors"),
    )
    .where("workspaceId", "=", workspaceId)
    .$if(after !== null, (query) => query.where("userName", ">", after ?? ""))
    .$if(beginning !== "", (query) =>
      query.where((eb) =>
        eb.or([
          eb("userName", "like", `${beginning}%`),
          eb(eb.fn<string>("lower", ["displayName"]), "like", `${beginning}%`),
        ]),
      ),
    )
    .orderBy("userName")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const roles = await rolesOfAll(
    db,
    workspaceId,
    page.map(({ id }) => id),
  );
  const people = page.map(({ factors, ...row }) => ({ ...row, roles: roles.get(row.id) ?? [], factors: factors ?? 0 }));
  return { people, next: rows.length > limit ? (page.at(-1)?.userName ?? null) : null };
}

async function rolesOfAll(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, RegisterRole[]>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("roleGrants")
    .select(["userId", "role"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", [...userIds])
    .execute();
  return new Map(
    userIds.map((id) => {
      const held = new Set(rows.filter(({ userId }) => userId === id).map(({ role }) => role));
      return [id, registerRoles.filter((role) => held.has(role))];
    }),
  );
}
