import type { Managing } from "#app/auth/managing.server.ts";
import { differences } from "#app/directory/differences.ts";
import type { Db } from "#db/connect.ts";
import { type DirectoryObject, listAllObjects } from "#db/directory.ts";
import { type DirectoryEntry, findDirectoryObject, findObjectByExternalId } from "#db/directory-objects.ts";
import { type DirectoryUser, directoryUsers } from "#db/directory-users.ts";
import { findUsersKnownAs, normalizeUserName, rolesOf } from "#db/users.ts";
import type { RowEntry, RowObject, RowPerson } from "./directory-csv.ts";

/** A row that can be taken in, with whom or what it is about as far as that is known. */
export type JudgedRow = { line: number } & (
  | { about: "person"; row: RowPerson; known: DirectoryUser | undefined; groups: string[]; roles: string[] }
  | { about: "object"; row: RowObject; known: DirectoryEntry | undefined }
);

export type JudgedPerson = Extract<JudgedRow, { about: "person" }>;

type Line = { line: number; entry: RowEntry };
type Refusal = { line: number; reason: string };
type Judged = { rows: JudgedRow[]; refused: Refusal[] };

const mostAtOnce = 500;

/** Judges all rows before anything is written; objects stand before the people who are to be in them. */
export async function judgeDirectory(db: Db, managing: Managing, lines: readonly Line[]): Promise<Judged> {
  const judged: Judged = { rows: [], refused: [] };
  const fresh = withoutRepeats(lines, judged.refused);
  const objects = await listAllObjects(db, managing.workspaceId);
  const names = new Map(objects.flatMap(namesOfObject));
  for (const { line, entry } of fresh) {
    if (entry.kind === "user") continue;
    const row = await judgeObject(db, managing.workspaceId, { line, entry });
    if ("reason" in row) judged.refused.push(row);
    else {
      judged.rows.push(row);
      const name = entry.name ?? (row.about === "object" ? row.known?.name : undefined) ?? entry.id;
      for (const [key, id] of namesOfObject({ ...entry, name })) names.set(key, id);
    }
  }
  const mayTouchOwners = managing.by === null || (await isOwner(db, managing, managing.by.userId));
  const people = fresh.flatMap(({ line, entry }) => (entry.kind === "user" ? [{ line, entry }] : []));
  for (let start = 0; start < people.length; start += mostAtOnce)
    await judgePeople(db, people.slice(start, start + mostAtOnce), { managing, names, mayTouchOwners, judged });
  return judged;
}

async function isOwner(db: Db, { workspaceId }: Managing, userId: string): Promise<boolean> {
  return (await rolesOf(db, workspaceId, userId)).includes("owner");
}

/** An object is named by its id or by its name, whatever the case of the name's letters. */
function namesOfObject({ kind, id, name }: DirectoryObject): [string, string][] {
  return [
    [`${kind}:${name.toLowerCase()}`, id],
    [`${kind}:${id.toLowerCase()}`, id],
  ];
}

/** Two rows about the same could contradict each other, and the later one would win without anybody knowing. */
function withoutRepeats(lines: readonly Line[], refused: Refusal[]): Line[] {
  const seen = new Map<string, number>();
  return lines.filter(({ line, entry }) => {
    const own = entry.kind === "user" ? normalizeUserName(entry.userName) : entry.id;
    const keys = [`${entry.kind} ${own}`, ...(entry.externalId ? [`${entry.kind} external ${entry.externalId}`] : [])];
    const earlier = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    for (const key of keys) seen.set(key, seen.get(key) ?? line);
    if (earlier !== undefined) refused.push({ line, reason: `it is about the same as line ${earlier}` });
    return earlier === undefined;
  });
}

async function judgeObject(
  db: Db,
  workspaceId: string,
  { line, entry }: { line: number; entry: RowObject },
): Promise<JudgedRow | Refusal> {
  const { kind, id, externalId } = entry;
  const known = await findDirectoryObject(db, workspaceId, { kind, id });
  const alike = externalId ? await findObjectByExternalId(db, workspaceId, { kind, externalId }) : undefined;
  if (alike && alike.id !== id) return { line, reason: `the external id ${externalId} is that of ${alike.id}` };
  if (!known && entry.name === undefined) return { line, reason: "name: Enter a name." };
  return { line, about: "object", row: entry, known };
}

type Judging = {
  managing: Managing;
  /** "kind:name" or "kind:id" in lower case → id. */
  names: ReadonlyMap<string, string>;
  mayTouchOwners: boolean;
  judged: Judged;
};

async function judgePeople(
  db: Db,
  lines: readonly { line: number; entry: RowPerson }[],
  { managing: { workspaceId }, names, mayTouchOwners, judged }: Judging,
): Promise<void> {
  const found = await findUsersKnownAs(db, workspaceId, {
    userNames: lines.map(({ entry }) => normalizeUserName(entry.userName)),
    externalIds: lines.flatMap(({ entry }) => entry.externalId ?? []),
  });
  const users = await directoryUsers(db, workspaceId, [...new Set(found.map(({ id }) => id))]);
  const byName = new Map(users.map((user) => [user.userName, user]));
  const byExternalId = new Map(users.map((user) => [user.externalId, user]));
  for (const { line, entry } of lines) {
    const named = byName.get(normalizeUserName(entry.userName));
    const same = entry.externalId ? byExternalId.get(entry.externalId) : undefined;
    const [groups, roles] = [idsOf("group", entry.groups, names), idsOf("role", entry.roles, names)];
    const row: JudgedPerson = {
      line,
      about: "person",
      row: entry,
      known: same ?? named,
      groups: groups.ids,
      roles: roles.ids,
    };
    const isTwo = same !== undefined && named !== undefined && same.id !== named.id;
    const reason = isTwo
      ? "the address and the external id are those of two people"
      : refusalOf(row, { unknown: [...groups.unknown, ...roles.unknown], mayTouchOwners });
    if (reason === null) judged.rows.push(row);
    else judged.refused.push({ line, reason });
  }
}

function refusalOf(
  judged: JudgedPerson,
  { unknown, mayTouchOwners }: { unknown: readonly string[]; mayTouchOwners: boolean },
): string | null {
  const { row, known } = judged;
  if (unknown.length > 0) return `there is no ${unknown.join(", no ")}`;
  if (!known) return row.displayName === undefined ? "name: Enter a name." : null;
  const isOwned = known.registerRoles.includes("owner") && !mayTouchOwners;
  return isOwned && changesSomething(judged) ? "only an owner changes an owner" : null;
}

function idsOf(kind: "group" | "role", entries: readonly string[], names: ReadonlyMap<string, string>) {
  const found = entries.map((entry) => ({ entry, id: names.get(`${kind}:${entry.toLowerCase()}`) }));
  return {
    ids: [...new Set(found.flatMap(({ id }) => id ?? []))],
    unknown: found.flatMap(({ entry, id }) => (id === undefined ? [`${kind} ${entry}`] : [])),
  };
}

/** Whether a row says anything that is not known yet. */
export function changesSomething(judged: JudgedRow): boolean {
  if (judged.known === undefined) return true;
  if (judged.about === "object")
    return differences<Partial<DirectoryEntry>>(judged.known, objectSaid(judged.row)) !== null;
  const { known, groups, roles, row } = judged;
  const isIn = groups.every((id) => known.groups.includes(id)) && roles.every((id) => known.roles.includes(id));
  return !isIn || differences<Partial<DirectoryUser>>(known, personSaid(row)) !== null;
}

/** What a row says of a person, as the directory keeps it. */
export function personSaid({ userName, displayName, externalId, department, ssoRequired }: RowPerson) {
  return {
    userName: normalizeUserName(userName),
    ...(displayName !== undefined && { displayName }),
    ...(externalId !== undefined && { externalId }),
    ...(department !== undefined && { department }),
    ...(ssoRequired !== undefined && { ssoRequired }),
  };
}

export function objectSaid({ name, externalId }: RowObject) {
  return { ...(name !== undefined && { name }), ...(externalId !== undefined && { externalId }) };
}
