import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { addDirectoryObject, addMembership } from "../directory.ts";
import { newId } from "../ids.ts";
import { insertUser, replaceRoles } from "../users.ts";
import { type Journal, write } from "../write.ts";
import { type CastKey, type CastMember, cast, demoCompany, demoDirectory } from "./cast.ts";

type Times = { opening: string; now: string };

/** Adds the directory and the people of the demo with their roles, groups and factors; returns the people's ids. */
export async function moveIn(tx: Db, workspaceId: string, times: Times): Promise<Map<CastKey, string>> {
  const at = addDays(times.opening, 1);
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
      people.set(key, await welcome(inner, journal, workspaceId, key, { opening: at, now: times.now }));
    return people;
  });
}

async function welcome(
  tx: Db,
  journal: Journal,
  workspaceId: string,
  key: CastKey,
  { opening, now }: Times,
): Promise<string> {
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
    firstSignInAt: member.firstSignInDaysAgo === null ? null : addDays(now, -member.firstSignInDaysAgo),
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
  for (const kind of member.factors ?? []) {
    const label = factorLabels[kind];
    await tx
      .insertInto("factors")
      .values({
        ...emptyFactor,
        workspaceId,
        id: newId("fac"),
        userId: id,
        kind,
        label,
        createdAt: opening,
        remaining: kind === "recovery_code" ? 8 : null,
      })
      .execute();
    journal.audit("ACCOUNT_MFA_DEVICE_ENROLLED", subject, { kind, label });
  }
  return id;
}

const factorLabels = {
  passkey: "Passkey on the work computer",
  security_key: "Security key",
  totp: "Authenticator app",
  recovery_code: "Recovery codes",
} as const;

/** The demo's factors are listed and counted, but nobody holds the other half of them: people sign in by one click. */
const emptyFactor = {
  lastUsedAt: null,
  revokedAt: null,
  credentialId: null,
  publicKey: null,
  counter: null,
  transports: null,
  aaguid: null,
};
