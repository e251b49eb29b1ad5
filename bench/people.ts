import type { Caller } from "#app/auth/caller.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { replaceRoles } from "#db/users.ts";

export type BenchPerson = { userId: string; roles: RegisterRole[]; auditActor: Caller["auditActor"] };

const parts = {
  requestor: ["usr_5", []],
  identity: ["usr_6", ["approver_identity"]],
  risk: ["usr_7", ["approver_risk"]],
  implementer: ["usr_8", ["implementer"]],
  admin: ["usr_9", ["admin"]],
} as const satisfies Record<string, readonly [string, readonly RegisterRole[]]>;
export type Part = keyof typeof parts;

/** Gives some people of a seeded register the roles that it takes to carry a record through its life. */
export async function castPeople(db: Db, workspaceId: string): Promise<Record<Part, BenchPerson>> {
  const now = new Date().toISOString();
  const people: [string, BenchPerson][] = [];
  for (const [part, [userId, roles]] of Object.entries(parts)) {
    await replaceRoles(db, workspaceId, userId, roles, now);
    people.push([part, { userId, roles: [...roles], auditActor: { kind: "user", id: userId } }]);
  }
  return Object.fromEntries(people) as Record<Part, BenchPerson>; // one entry for each part
}
