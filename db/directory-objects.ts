import type { DirectoryKind } from "#app/directory/directory-kind.ts";
import type { Db } from "./connect.ts";
import type { DirectoryObject } from "./directory.ts";
import { searchDirectory, setDirectoryWords } from "./directory-words.ts";

/** A directory object with all that the directory knows of it. */
export type DirectoryEntry = DirectoryObject & {
  /** The id that the identity provider has for it, where that is another one. */
  externalId: string | null;
  createdAt: string;
  disabledAt: string | null;
};

const columns = ["id", "name", "externalId", "createdAt", "disabledAt"] as const;

export async function findDirectoryObject(
  db: Db,
  workspaceId: string,
  { kind, id }: Pick<DirectoryObject, "kind" | "id">,
): Promise<DirectoryEntry | undefined> {
  const row = await db
    .selectFrom("directoryObjects")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { kind, ...row };
}

/** Returns the object of this kind that the identity provider knows by an id of its own. */
export async function findObjectByExternalId(
  db: Db,
  workspaceId: string,
  { kind, externalId }: { kind: DirectoryKind; externalId: string },
): Promise<DirectoryEntry | undefined> {
  const row = await db
    .selectFrom("directoryObjects")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("externalId", "=", externalId)
    .executeTakeFirst();
  return row && { kind, ...row };
}

type Asked = {
  kind: DirectoryKind;
  search: string;
  /** Name and id of the last one on the page before. */
  after: { name: string; id: string } | null;
  limit: number;
};

/** Returns a page of the objects of one kind by name; a search that finds very many shows a part of them. */
export async function listDirectoryEntries(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<{ entries: DirectoryEntry[]; next: Asked["after"]; isCut: boolean }> {
  const { kind, search, limit } = asked;
  const found = search.trim() === "" ? null : await searchDirectory(db, { workspaceId, kind }, search);
  const rows = found ? await foundPage(db, workspaceId, found.ids, asked) : await namedPage(db, workspaceId, asked);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    entries: page.map((row) => ({ kind, ...row })),
    next: last ? { name: last.name, id: last.id } : null,
    isCut: found?.isCut ?? false,
  };
}

function namedPage(db: Db, workspaceId: string, { kind, after, limit }: Asked) {
  return db
    .selectFrom("directoryObjects")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("name", "id"), ">", tuple(after?.name ?? "", after?.id ?? "")),
      ),
    )
    .orderBy("name")
    .orderBy("id")
    .limit(limit + 1)
    .execute();
}

type Place = { name: string; id: string };

const isBefore = (one: Place, other: Place) => one.name < other.name || (one.name === other.name && one.id < other.id);

/** Puts what was found in order itself: a database would rather walk through everything in that order. */
async function foundPage(db: Db, workspaceId: string, ids: readonly string[], { kind, after, limit }: Asked) {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("directoryObjects")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("id", "in", [...ids])
    .execute();
  return rows
    .filter((row) => after === null || isBefore(after, row))
    .sort((one, other) => (isBefore(one, other) ? -1 : 1))
    .slice(0, limit + 1);
}

export type EntryChanges = Partial<Pick<DirectoryEntry, "name" | "externalId" | "disabledAt">>;

/** @throws a duplicate fault when another object of this kind has the external id. */
export async function updateDirectoryObject(
  tx: Db,
  workspaceId: string,
  { kind, id }: Pick<DirectoryObject, "kind" | "id">,
  changes: EntryChanges,
): Promise<void> {
  const names = await tx
    .updateTable("directoryObjects")
    .set(changes)
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("id", "=", id)
    .returning(["name", "externalId"])
    .executeTakeFirst();
  if (names)
    await setDirectoryWords(tx, { workspaceId, kind, objectId: id, names: [names.name, id, names.externalId] });
}
