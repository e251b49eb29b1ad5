import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { newTotpSecret } from "#app/auth/totp.server.ts";
import type { FactorKind } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { addDirectoryObject, addMembership } from "../directory.ts";
import { newId } from "../ids.ts";
import { insertApp } from "../oath-seeds.ts";
import { insertUser, replaceRoles } from "../users.ts";
import { type Journal, write } from "../write.ts";
import { type CastKey, type CastMember, cast, demoCompany, demoDirectory } from "./cast.ts";

type Times = { opening: string; now: string; secrets: SecretBox };

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
      people.set(key, await welcome(inner, journal, workspaceId, key, { ...times, opening: at }));
    return people;
  });
}

async function welcome(
  tx: Db,
  journal: Journal,
  workspaceId: string,
  key: CastKey,
  { opening, now, secrets }: Times,
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
    const factorId = newId("fac");
    await tx
      .insertInto("factors")
      .values({
        ...emptyFactor,
        ...credentialOf(kind, factorId),
        workspaceId,
        id: factorId,
        userId: id,
        kind,
        label,
        createdAt: opening,
        remaining: kind === "recovery_code" ? (member.codesLeft ?? 8) : null,
      })
      .execute();
    if (kind === "totp") {
      const seed = { secret: secrets.seal(newTotpSecret()), lastStep: null, drift: 0 };
      await insertApp(tx, { ...seed, workspaceId, factorId, createdAt: opening });
    }
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

/** What people made their passkeys with; the key is nobody's, so that no signature is ever right. */
function credentialOf(kind: FactorKind, factorId: string) {
  if (kind !== "passkey" && kind !== "security_key") return {};
  const isSynced = kind === "passkey";
  return {
    credentialId: factorId,
    publicKey: "",
    counter: 0,
    transports: JSON.stringify(isSynced ? ["internal", "hybrid"] : ["usb", "nfc"]),
    aaguid: isSynced ? "fbfc3007-154e-4ecc-8c0b-6e020557d7bd" : "2fc0579f-8113-47ea-b116-bb5a8db9202a",
    backupEligible: Number(isSynced),
    backedUp: Number(isSynced),
  };
}

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
