import { sql } from "kysely";
import type { EnrolledFactor, Subject } from "#app/engine/types.ts";
import { type Db, entriesOf, statement } from "./connect.ts";
import { arg, type Run } from "./statements.ts";

/** Whom to look up. Names and ids are apart, since a name may look like somebody else's id. */
export type SubjectNames = { userNames: string[]; userIds: string[]; servicePrincipalIds: string[] };

/** Subjects by what they were asked for. */
export type Subjects = {
  usersById: Map<string, Subject>;
  usersByName: Map<string, Subject>;
  servicePrincipals: Map<string, Subject>;
};

type UserRow = Omit<Subject, "kind" | "groups" | "roles" | "factors"> & { userName: string };
type ServicePrincipalRow = Pick<Subject, "id" | "createdAt" | "disabledAt">;

/** A group, a directory or register role, or a factor of a person, as its kind says. */
type BelongingRow = { userId: string; kind: string; id: string; remaining: number | null };

/** A person to whom what belongs to them is still being added. */
type OpenSubject = Subject & { groups: string[]; roles: string[]; factors: EnrolledFactor[] };

/** Compiles how subjects are read, once per database. */
export function prepareSubjects(db: Db) {
  const workspaceId = arg("workspaceId");
  const named = sql`workspace_id = ${workspaceId} and user_name in ${entriesOf(db, arg("userNames"))}`;
  const identified = sql`workspace_id = ${workspaceId} and id in ${entriesOf(db, arg("userIds"))}`;
  const columns = sql`id, user_name as "userName", created_at as "createdAt", disabled_at as "disabledAt",
    locked_until as "lockedUntil", first_sign_in_at as "firstSignInAt"`;
  const users = statement(
    db,
    "users",
    sql`select ${columns} from users where ${named} union all select ${columns} from users where ${identified}`,
  );
  // Apart from the users, for one statement over rows of both kinds takes SQLite twice as long as these two.
  const belongings = statement(
    db,
    "belongings",
    sql`with people as materialized (select id from users where ${named}
      union all select id from users where ${identified})
    select m.user_id as "userId", m.kind, m.object_id as id, cast(null as integer) as remaining
      from people p cross join memberships m where m.workspace_id = ${workspaceId} and m.user_id = p.id
    union all select g.user_id, 'role', g.role, null
      from people p cross join role_grants g where g.workspace_id = ${workspaceId} and g.user_id = p.id
    union all select f.user_id, f.kind, f.id, f.remaining
      from people p cross join factors f
      where f.workspace_id = ${workspaceId} and f.user_id = p.id and f.revoked_at is null`,
  );
  const servicePrincipals = statement(
    db,
    "service_principals",
    sql`select id, created_at as "createdAt", disabled_at as "disabledAt" from directory_objects
      where workspace_id = ${workspaceId} and kind = 'service_principal' and id in ${entriesOf(db, arg("ids"))}`,
  );

  return async (run: Run, workspace: string, names: SubjectNames): Promise<Subjects> => {
    const values = {
      workspaceId: workspace,
      userNames: JSON.stringify(names.userNames),
      userIds: JSON.stringify(names.userIds),
    };
    const ids = names.servicePrincipalIds;
    const [userRows, belongingRows, servicePrincipalRows] = await Promise.all([
      run<UserRow>(users, values),
      run<BelongingRow>(belongings, values),
      ids.length === 0
        ? []
        : run<ServicePrincipalRow>(servicePrincipals, { workspaceId: workspace, ids: JSON.stringify(ids) }),
    ]);
    return { ...peopleOf(userRows, belongingRows), servicePrincipals: servicePrincipalsOf(servicePrincipalRows) };
  };
}

function peopleOf(users: readonly UserRow[], belongings: readonly BelongingRow[]) {
  const usersById = new Map<string, OpenSubject>();
  const usersByName = new Map<string, OpenSubject>();
  for (const { userName, ...row } of users) {
    // Whoever was asked for by name and by id comes twice, with all that is theirs.
    const user = usersById.get(row.id) ?? { kind: "user", ...row, groups: [], roles: [], factors: [] };
    usersById.set(row.id, user);
    usersByName.set(userName, user);
  }
  const seen = new Set<string>();
  for (const { userId, kind, id, remaining } of belongings) {
    const user = usersById.get(userId);
    const key = `${userId} ${kind} ${id}`;
    // Without a user: added to the directory between the two statements, so that the sign-in is of somebody unknown.
    if (!user || seen.has(key)) continue;
    seen.add(key);
    if (kind === "group") user.groups.push(id);
    else if (kind === "role") user.roles.push(id);
    else user.factors.push({ id, kind: kind as EnrolledFactor["kind"], remaining }); // cast: written from the union
  }
  return { usersById, usersByName };
}

function servicePrincipalsOf(rows: readonly ServicePrincipalRow[]): Map<string, Subject> {
  const nothing = { lockedUntil: null, firstSignInAt: null, groups: [], roles: [], factors: [] };
  return new Map(rows.map((row) => [row.id, { kind: "service_principal", ...row, ...nothing }]));
}
