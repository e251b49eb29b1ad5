import { ownApplication } from "#app/signins/own-application.ts";
import type { Db } from "#db/connect.ts";
import {
  addDirectoryObject,
  addMembership,
  listAllObjects,
  listDirectoryObjects,
  membershipsAmong,
  namesOf,
  removeMembership,
} from "#db/directory.ts";
import {
  findDirectoryObject,
  findObjectByExternalId,
  listDirectoryEntries,
  updateDirectoryObject,
} from "#db/directory-objects.ts";
import { directoryUsers, listDirectoryUsers, listMembers } from "#db/directory-users.ts";
import { searchDirectory, setDirectoryWords } from "#db/directory-words.ts";
import { lastPermittedSignIns } from "#db/last-sign-ins.ts";
import { exceptionsNaming, liveExceptionsFor } from "#db/live-exceptions.ts";
import { countMembers, countPeople, membersAmong } from "#db/member-counts.ts";
import { exceptionsUnder } from "#db/related-exceptions.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** What each query of the directory answers, as in the list of all queries. */
export const directoryReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  listDirectoryObjects: [(db, id) => listDirectoryObjects(db, id, "group"), []],
  // Every workspace has the register itself.
  listAllObjects: [
    async (db, id) => (await listAllObjects(db, id)).filter((object) => object.id !== ownApplication.id),
    [],
  ],
  namesOf: [(db, id) => namesOf(db, id, ["finance", "mail"]), new Map()],
  findDirectoryObject: [(db, id) => findDirectoryObject(db, id, { kind: "group", id: "finance" }), undefined],
  findObjectByExternalId: [
    (db, id) => findObjectByExternalId(db, id, { kind: "group", externalId: "external-finance" }),
    undefined,
  ],
  listDirectoryEntries: [
    (db, id) => listDirectoryEntries(db, id, { kind: "group", search: "fin", after: null, limit: 9 }),
    { entries: [], next: null, isCut: false },
  ],
  listDirectoryUsers: [
    (db, id) => listDirectoryUsers(db, id, { search: "", ssoRequired: null, after: null, limit: 9 }),
    { users: [], next: null, isCut: false },
  ],
  directoryUsers: [(db, id, { userId }) => directoryUsers(db, id, [userId]), []],
  listMembers: [
    (db, id) => listMembers(db, id, { kind: "group", objectId: "finance" }, { after: null, limit: 9 }),
    { members: [], next: null },
  ],
  searchDirectory: [
    (db, id) => searchDirectory(db, { workspaceId: id, kind: "user" }, "tom"),
    { ids: [], isCut: false },
  ],
  countMembers: [(db, id) => countMembers(db, id, { groups: ["finance"], roles: ["owner"] }), new Map()],
  countPeople: [(db, id) => countPeople(db, id), 0],
  membersAmong: [
    (db, id, { financier }) => membersAmong(db, id, { groups: ["finance"], roles: [] }, [financier]),
    new Set(),
  ],
  exceptionsUnder: [(db, id, { target }) => exceptionsUnder(db, id, [target], 9), []],
  lastPermittedSignIns: [(db, id, { letIn }) => lastPermittedSignIns(db, id, [letIn]), new Map()],
  exceptionsNaming: [(db, id, { target }) => exceptionsNaming(db, id, target, now), []],
  liveExceptionsFor: [(db, id, { target }) => liveExceptionsFor(db, id, [target], now), []],
  membershipsAmong: [
    (db, id, { userId }) => membershipsAmong(db, id, [userId]).then((found) => found.get(userId)),
    { groups: [], roles: [] },
  ],
};

/** Changes of the directory that name what another workspace has. */
export const directoryChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  addDirectoryObject: (db, id) => addDirectoryObject(db, id, { kind: "group", id: "finance", name: "Ours" }, now),
  addMembership: (db, id, { userId }) => addMembership(db, id, { userId, kind: "group", objectId: "finance" }, now),
  removeMembership: (db, id, { financier }) =>
    removeMembership(db, id, { userId: financier, kind: "group", objectId: "finance" }),
  updateDirectoryObject: (db, id) =>
    updateDirectoryObject(db, id, { kind: "group", id: "finance" }, { name: "Taken over" }),
  setDirectoryWords: (db, id, { userId }) =>
    setDirectoryWords(db, { workspaceId: id, kind: "user", objectId: userId, names: ["Taken over"] }),
};
