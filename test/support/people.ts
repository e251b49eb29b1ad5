import type { RegisterRole } from "#app/register/roles.ts";
import { newId } from "#db/ids.ts";
import { insertUser, replaceRoles } from "#db/users.ts";
import { write } from "#db/write.ts";
import { type TestDatabase, testStart } from "./databases.ts";

const cast = {
  requestor: [],
  owner: [],
  identity: ["approver_identity"],
  identity2: ["approver_identity"],
  risk: ["approver_risk"],
  leadership: ["approver_security_leadership"],
  implementer: ["implementer"],
  auditor: ["auditor"],
  admin: ["admin"],
  boss: ["owner"],
} as const satisfies Record<string, readonly RegisterRole[]>;

export type Person = { userId: string; userName: string; roles: readonly RegisterRole[] };
export type People = Record<keyof typeof cast, Person>;

/** Adds one person for each part to a workspace, as NAME@acme.example. */
export async function addPeople({ db, workspace }: Pick<TestDatabase, "db" | "workspace">): Promise<People> {
  const actor = { kind: "console", id: null } as const;
  return write(db, { workspaceId: workspace.id, actor, now: testStart }, async (tx, { audit }) => {
    const people: [string, Person][] = [];
    for (const [name, roles] of Object.entries(cast)) {
      const userName = `${name}@${workspace.slug}.example`;
      const user = { id: newId("usr"), userName, displayName: name, createdAt: testStart };
      await insertUser(tx, workspace.id, user);
      await replaceRoles(tx, workspace.id, user.id, roles, testStart);
      audit("user.created", { kind: "user", id: user.id }, { userName, displayName: name, roles: [...roles] });
      people.push([name, { userId: user.id, userName, roles }]);
    }
    return Object.fromEntries(people) as People; // one entry for each name of the cast
  });
}
