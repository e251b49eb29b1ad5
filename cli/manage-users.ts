import { endOfDay } from "#app/auth/access-end.ts";
import { makePasswordReset } from "#app/auth/forgotten-password.server.ts";
import { changeAccess } from "#app/auth/give-access.server.ts";
import type { SetupLink } from "#app/auth/invitation.server.ts";
import { addUser, changeRoles, disableUser, enableUser, inviteUser } from "#app/auth/people.server.ts";
import { addMember, addObject } from "#app/directory/change-object.server.ts";
import { type RegisterRole, registerRoles } from "#app/register/roles.ts";
import { findDirectoryObject } from "#db/directory-objects.ts";
import { listPeople, type PersonRow } from "#db/people-list.ts";
import type { User } from "#db/users.ts";
import { inTransaction } from "#db/write.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { userNamed } from "./user-named.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

const actor = { kind: "console", id: null } as const;

export type AddWish = {
  workspace?: string;
  email: string;
  name: string;
  role?: string[];
  accessUntil?: string;
  group?: string[];
  department?: string;
  externalId?: string;
};
type Whom = { workspace?: string; email: string };

/** Adds a person with their roles and groups, all or nothing. @throws WrongUse on an unknown role, Refused when taken. */
export async function add({ database: { db }, now }: Console, wish: AddWish): Promise<User> {
  if (!/^[^@\s]+@[^@\s]+$/.test(wish.email)) throw new WrongUse(`"${wish.email}" is not an e-mail address`);
  const { id: workspaceId, timeZone } = await chooseWorkspace(db, wish.workspace);
  const { email: userName, name: displayName, department = null, externalId = null } = wish;
  const user = { userName, displayName, department, externalId };
  const managing = { workspaceId, by: null, actor, now };
  const accessEndsAt = wish.accessUntil === undefined ? null : endOfDay(dayOf(wish.accessUntil), timeZone);
  return inTransaction(db, async (tx) => {
    const added = await addUser(tx, { ...managing, user, roles: rolesNamed(wish.role ?? []), accessEndsAt });
    for (const id of wish.group ?? []) {
      const group = { kind: "group", id } as const;
      if (!(await findDirectoryObject(tx, workspaceId, group)))
        await addObject(tx, { ...managing, object: { ...group, name: id, externalId: null } });
      await addMember(tx, { ...managing, member: { kind: "group", objectId: id, userId: added.id } });
    }
    return added;
  });
}

/** Returns everybody by user name, in the names that --json prints. */
export async function list({ database: { db } }: Console, workspace: string | undefined) {
  const { id: workspaceId } = await chooseWorkspace(db, workspace);
  const all: PersonRow[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(db, workspaceId, {
      search: "",
      after,
      limit: 500,
    });
    all.push(...page.people);
    after = page.next;
  } while (after !== null);
  return all.map(({ id, userName, displayName, roles, disabledAt }) => ({
    id,
    user_name: userName,
    display_name: displayName,
    roles,
    disabled_at: disabledAt,
  }));
}

export async function giveRoles(console: Console, { roles, ...whom }: Whom & { roles: string[] }): Promise<void> {
  await changeRoles(console.database.db, { ...(await managed(console, whom)), roles: rolesNamed(roles) });
}

/** Moves the end of an auditor's access to the end of a day, or with "now" ends it; returns that instant. */
export async function giveAccess(console: Console, { until, ...whom }: Whom & { until: string }): Promise<string> {
  const { db } = console.database;
  const { timeZone } = await chooseWorkspace(db, whom.workspace);
  const endsAt = until === "now" ? console.now : endOfDay(dayOf(until), timeZone);
  await changeAccess(db, { ...(await managed(console, whom)), endsAt });
  return endsAt;
}

function dayOf(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new WrongUse(`"${text}" is not a day such as 2027-01-31`);
  return text;
}

export async function bar(console: Console, { reason, ...whom }: Whom & { reason: string }): Promise<void> {
  await disableUser(console.database.db, { ...(await managed(console, whom)), reason });
}

export async function letIn(console: Console, whom: Whom): Promise<void> {
  await enableUser(console.database.db, await managed(console, whom));
}

export async function invite(console: Console, whom: Whom): Promise<SetupLink> {
  const publicUrl = new URL(console.env.PUBLIC_URL);
  return inviteUser(console.database.db, { ...(await managed(console, whom)), publicUrl });
}

export async function resetPassword(console: Console, whom: Whom): Promise<SetupLink> {
  const publicUrl = new URL(console.env.PUBLIC_URL);
  return makePasswordReset(console.database.db, { ...(await managed(console, whom)), publicUrl });
}

async function managed({ database: { db }, now }: Console, { workspace, email }: Whom) {
  const { id: workspaceId } = await chooseWorkspace(db, workspace);
  const { id: userId } = await userNamed(db, workspaceId, email);
  return { workspaceId, userId, by: null, actor, now };
}

function rolesNamed(names: readonly string[]): RegisterRole[] {
  return names.map((name) => {
    const role = registerRoles.find((known) => known === name);
    if (!role) throw new WrongUse(`a role is one of ${registerRoles.join(", ")}`);
    return role;
  });
}
