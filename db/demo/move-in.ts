import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { addDirectoryObject, addMembership } from "../directory.ts";
import { newId } from "../ids.ts";
import { insertUser, replaceRoles } from "../users.ts";
import { type Journal, write } from "../write.ts";
import { type CastKey, type CastMember, cast, demoCompany, demoDirectory } from "./cast.ts";

/** Adds the directory and the people of the demo with their roles and groups; returns the people's ids. */
export async function moveIn(tx: Db, workspaceId: string, opening: string): Promise<Map<CastKey, string>> {
  const at = addDays(opening, 1);
  const context = { workspaceId, actor: { kind: "console", id: null }, now: at } as const;
  return write(tx, context, async (inner, journal) => {
    for (const object of demoDirectory) {
      await addDirectoryObject(inner, workspaceId, object, at);
      journal.audit(
        "directory.object_added",
        { kind: object.kind, id: object.id },
        { kind: object.kind, name: object.name },
      );
    }
    const people = new Map<CastKey, string>();
    for (const key of Object.keys(cast) as CastKey[]) // the keys of a literal
      people.set(key, await welcome(inner, journal, workspaceId, key, at));
    return people;
  });
}

async function welcome(tx: Db, journal: Journal, workspaceId: string, key: CastKey, opening: string): Promise<string> {
  const member: CastMember = cast[key];
  const id = newId("usr");
  const userName = `${key}@${demoCompany.domain}`;
  const subject = { kind: "user", id };
  const roles = [...(member.roles ?? [])];
  await insertUser(tx, workspaceId, {
    id,
    userName,
    displayName: member.name,
    department: member.department,
    externalId: `mf-${1000 + Object.keys(cast).indexOf(key)}`,
    ssoRequired: member.isBypass !== true,
    createdAt: opening,
  });
  await replaceRoles(tx, workspaceId, id, roles, opening);
  journal.audit("user.created", subject, { userName, displayName: member.name, roles });
  const memberships = [
    { kind: "group" as const, objectId: "everyone" },
    ...(member.groups ?? []).map((objectId) => ({ kind: "group" as const, objectId })),
    ...(member.directoryRoles ?? []).map((objectId) => ({ kind: "role" as const, objectId })),
  ];
  for (const membership of memberships) {
    await addMembership(tx, workspaceId, { userId: id, ...membership }, opening);
    journal.audit("directory.member_added", subject, membership);
  }
  return id;
}
