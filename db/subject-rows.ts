import type { EnrolledFactor, Subject } from "#app/engine/types.ts";

/** Subjects by what they were asked for; names and ids apart, since a name may look like somebody else's id. */
export type Subjects = {
  usersById: Map<string, Subject>;
  usersByName: Map<string, Subject>;
  servicePrincipals: Map<string, Subject>;
};

/** A subject, or something that belongs to a person: a group, a role or a factor, as its kind says. */
export type SubjectRow = {
  id: string;
  kind: string;
  value: string;
  createdAt: string;
  disabledAt: string | null;
  lockedUntil: string | null;
  firstSignInAt: string | null;
  remaining: number | null;
};

/** A subject to which what belongs to it is still being added. */
type OpenSubject = Subject & { groups: string[]; roles: string[]; factors: EnrolledFactor[] };

/** Puts subjects together from their rows, in whatever order these come. */
export function subjectsOf(rows: readonly SubjectRow[]): Subjects {
  const usersById = new Map<string, OpenSubject>();
  const usersByName = new Map<string, Subject>();
  const servicePrincipals = new Map<string, Subject>();
  const rest: SubjectRow[] = [];
  for (const row of rows) {
    if (row.kind === "user") {
      const subject = subjectOf("user", row);
      usersById.set(row.id, subject);
      usersByName.set(row.value, subject);
    } else if (row.kind === "service_principal") servicePrincipals.set(row.id, subjectOf("service_principal", row));
    else rest.push(row);
  }
  for (const { id, kind, value, remaining } of rest) {
    const user = usersById.get(id);
    if (!user) throw new Error(`a ${kind} of user ${id} was read without the user`);
    if (kind === "group") user.groups.push(value);
    else if (kind === "role") user.roles.push(value);
    else user.factors.push({ id: value, kind: kind as EnrolledFactor["kind"], remaining }); // cast: written from the union
  }
  return { usersById, usersByName, servicePrincipals };
}

function subjectOf(kind: Subject["kind"], row: SubjectRow): OpenSubject {
  const { id, createdAt, disabledAt, lockedUntil, firstSignInAt } = row;
  return { kind, id, createdAt, disabledAt, lockedUntil, firstSignInAt, groups: [], roles: [], factors: [] };
}
