import type { z } from "zod";
import type { Db } from "#db/connect.ts";
import { findObjectByExternalId, listDirectoryEntries } from "#db/directory-objects.ts";
import { directoryUsers, listDirectoryUsers, listMembers } from "#db/directory-users.ts";
import { findUserByExternalId, findUserByName } from "#db/users.ts";
import { writeCursor } from "./cursor.ts";
import type { DirectoryKind, MemberKind } from "./directory-kind.ts";
import type { MemberListParams, ObjectListParams, UserListParams } from "./directory-wire.ts";
import { entryOnWire, memberOnWire, userOnWire } from "./to-wire.server.ts";

/** Returns a page of people as the API shows it; a user name or an external id finds at most one. */
export async function listUsersOnWire(db: Db, workspaceId: string, params: z.output<typeof UserListParams>) {
  const { user_name: userName, external_id: externalId, sso_required: sso, cursor } = params;
  if (userName !== undefined || externalId !== undefined) {
    const user =
      userName === undefined
        ? await findUserByExternalId(db, workspaceId, externalId ?? "")
        : await findUserByName(db, workspaceId, userName);
    const isMeant = user && (externalId === undefined || user.externalId === externalId);
    const found = isMeant ? await directoryUsers(db, workspaceId, [user.id]) : [];
    return { data: found.map(userOnWire), next_cursor: null, is_cut: false };
  }
  const { users, next, isCut } = await listDirectoryUsers(db, workspaceId, {
    search: params.q,
    ssoRequired: sso === undefined ? null : sso === "true",
    after: cursor?.[0] ?? null,
    limit: params.limit,
  });
  return { data: users.map(userOnWire), next_cursor: writeCursor(next === null ? null : [next]), is_cut: isCut };
}

/** Returns a page of one kind of objects as the API shows it. */
export async function listEntriesOnWire(
  db: Db,
  workspaceId: string,
  kind: DirectoryKind,
  params: z.output<typeof ObjectListParams>,
) {
  const { external_id: externalId, cursor } = params;
  if (externalId !== undefined) {
    const entry = await findObjectByExternalId(db, workspaceId, { kind, externalId });
    return { data: entry ? [entryOnWire(entry)] : [], next_cursor: null, is_cut: false };
  }
  const { entries, next, isCut } = await listDirectoryEntries(db, workspaceId, {
    kind,
    search: params.q,
    after: cursor ? { name: cursor[0] ?? "", id: cursor[1] ?? "" } : null,
    limit: params.limit,
  });
  return { data: entries.map(entryOnWire), next_cursor: writeCursor(next && [next.name, next.id]), is_cut: isCut };
}

/** Returns a page of the people in a group or role as the API shows it. */
export async function listMembersOnWire(
  db: Db,
  workspaceId: string,
  { kind, id }: { kind: MemberKind; id: string },
  { limit, cursor }: z.output<typeof MemberListParams>,
) {
  const place = { after: cursor?.[0] ?? null, limit };
  const { members, next } = await listMembers(db, workspaceId, { kind, objectId: id }, place);
  return { data: members.map(memberOnWire), next_cursor: writeCursor(next === null ? null : [next]) };
}
