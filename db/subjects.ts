import { sql } from "kysely";
import type { EnrolledFactor, Instant, Subject } from "#app/engine/types.ts";
import { type Db, entriesOf, statement } from "./connect.ts";
import { arg, type Run } from "./statements.ts";

/** Whom to look up. Names and ids are apart, since a name may look like somebody else's id. */
export type SubjectNames = { userNames: string[]; userIds: string[]; servicePrincipalIds: string[] };

/** Subjects by what they were asked for. */
export type Subjects = {
  usersById: Map<string, Subject>;
  usersByName: Map<string, Subject>;
  servicePrincipals: Map<string, Subject>;
  /** Who signs in as an account for emergencies, by id; nearly always nobody. */
  breakGlass: ReadonlySet<string>;
  /** Since when a person is in a group or has a role, as "group:finance"; undefined where they are and have not. */
  memberSince(userId: string, target: string): Instant | undefined;
};

/**
 * A person, or something of theirs, as the kind says: a group, a directory or register role, a factor. Groups and roles have
 * the time of joining in the place of the creation.
 */
export type SubjectRow = Omit<Subject, "kind" | "groups" | "roles" | "factors"> & {
  kind: string;
  value: string;
  /** Since when the person signs in as an account for emergencies. */
  breakGlassSince: Instant | null;
  remaining: number | null;
};
type ServicePrincipalRow = Pick<Subject, "id" | "createdAt" | "disabledAt">;

/** A person to whom what belongs to them is still being added. */
type OpenSubject = Subject & { groups: string[]; roles: string[]; factors: EnrolledFactor[] };

/** What is read of a person. */
export const userColumns = sql`id, user_name, created_at, disabled_at, locked_until, first_sign_in_at, factors_reset_at,
      break_glass_since`;

export type PreparedSubjects = ReturnType<typeof prepareSubjects>;

/** Compiles how subjects are read, once per database. */
export function prepareSubjects(db: Db) {
  const workspaceId = arg("workspaceId");
  const named = sql`workspace_id = ${workspaceId} and user_name in ${entriesOf(db, arg("userNames"))}`;
  const identified = sql`workspace_id = ${workspaceId} and id in ${entriesOf(db, arg("userIds"))}`;
  const people = statement(
    db,
    "people",
    sql`with people as materialized (
      select ${userColumns} from users where ${named} union all select ${userColumns} from users where ${identified}
    ) select id, 'user' as kind, user_name as value, created_at as "createdAt", disabled_at as "disabledAt",
      locked_until as "lockedUntil", first_sign_in_at as "firstSignInAt",
      factors_reset_at as "factorsResetAt", break_glass_since as "breakGlassSince", cast(null as integer) as remaining from people
    union all select m.user_id, m.kind, m.object_id, m.added_at, null, null, null, null, null, null
      from people p cross join memberships m where m.workspace_id = ${workspaceId} and m.user_id = p.id
    union all select g.user_id, 'role', g.role, g.granted_at, null, null, null, null, null, null
      from people p cross join role_grants g where g.workspace_id = ${workspaceId} and g.user_id = p.id
    union all select f.user_id, f.kind, f.id, '', null, null, null, null, null, f.remaining
      from people p cross join factors f
      where f.workspace_id = ${workspaceId} and f.user_id = p.id and f.revoked_at is null`,
  );
  const principals = statement(
    db,
    "service_principals",
    sql`select id, created_at as "createdAt", disabled_at as "disabledAt" from directory_objects
      where workspace_id = ${workspaceId} and kind = 'service_principal' and id in ${entriesOf(db, arg("ids"))}`,
  );

  const servicePrincipalsOf = async (run: Run, workspace: string, ids: readonly string[]) => {
    if (ids.length === 0) return new Map<string, Subject>();
    const values = { workspaceId: workspace, ids: JSON.stringify(ids) };
    return principalsIn(await run<ServicePrincipalRow>(principals, values));
  };
  const find = async (run: Run, workspace: string, names: SubjectNames): Promise<Subjects> => {
    const [rows, servicePrincipals] = await Promise.all([
      run<SubjectRow>(people, {
        workspaceId: workspace,
        userNames: JSON.stringify(names.userNames),
        userIds: JSON.stringify(names.userIds),
      }),
      servicePrincipalsOf(run, workspace, names.servicePrincipalIds),
    ]);
    return { ...peopleOf(rows), servicePrincipals };
  };
  return { find, peopleOf, servicePrincipalsOf };
}

function peopleOf(rows: readonly SubjectRow[]) {
  const usersById = new Map<string, OpenSubject>();
  const usersByName = new Map<string, OpenSubject>();
  const belongings = new Map<string, SubjectRow>();
  const breakGlass = new Set<string>();
  for (const row of rows) {
    const { id, kind, value, createdAt, disabledAt, lockedUntil, firstSignInAt, factorsResetAt } = row;
    // Whoever was asked for by name and by id comes twice, with all that is theirs.
    if (kind !== "user") keepEarliest(belongings, `${id} ${kind}:${value}`, row);
    else if (!usersById.has(id)) {
      const dates = { createdAt, disabledAt, lockedUntil, firstSignInAt, ...(factorsResetAt && { factorsResetAt }) };
      const user: OpenSubject = { kind, id, ...dates, groups: [], roles: [], factors: [] };
      usersById.set(id, user);
      usersByName.set(value, user);
      if (row.breakGlassSince !== null) breakGlass.add(id);
    }
  }
  for (const row of belongings.values()) {
    const user = usersById.get(row.id);
    if (!user) throw new Error(`a ${row.kind} of user ${row.id} was read without the user`);
    give(user, row);
  }
  const memberSince = (userId: string, target: string) => belongings.get(`${userId} ${target}`)?.createdAt;
  return { usersById, usersByName, breakGlass, memberSince };
}

function give(user: OpenSubject, { kind, value, remaining }: SubjectRow): void {
  if (kind === "group") user.groups.push(value);
  else if (kind === "role") user.roles.push(value);
  else user.factors.push({ id: value, kind: kind as EnrolledFactor["kind"], remaining }); // cast: written from the union
}

/** A role of the register and one of the directory may have one name; whoever has both has had it since the first. */
function keepEarliest(belongings: Map<string, SubjectRow>, key: string, row: SubjectRow): void {
  const known = belongings.get(key);
  if (known === undefined || row.createdAt < known.createdAt) belongings.set(key, row);
}

function principalsIn(rows: readonly ServicePrincipalRow[]): Map<string, Subject> {
  const nothing = { lockedUntil: null, firstSignInAt: null, groups: [], roles: [], factors: [] };
  return new Map(rows.map((row) => [row.id, { kind: "service_principal", ...row, ...nothing }]));
}
