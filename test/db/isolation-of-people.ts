import { decisionDefaults } from "#app/register/decision-settings.ts";
import type { Db } from "#db/connect.ts";
import {
  findUser,
  findUserByExternalId,
  findUserByName,
  findUsers,
  findUsersKnownAs,
  replaceRoles,
  rolesAmong,
  rolesOf,
  setDisabled,
  updateUser,
  usersWithRole,
} from "#db/users.ts";
import { updateWorkspace } from "#db/workspaces.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** What each query about people answers, as in the list of all queries. */
export const peopleReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  findUser: [(db, id, { userId }) => findUser(db, id, userId), undefined],
  findUserByName: [(db, id, { userName }) => findUserByName(db, id, userName), undefined],
  findUserByExternalId: [(db, id, { externalId }) => findUserByExternalId(db, id, externalId), undefined],
  findUsersKnownAs: [
    (db, id, { userName, externalId }) =>
      findUsersKnownAs(db, id, { userNames: [userName], externalIds: [externalId] }),
    [],
  ],
  findUsers: [(db, id, { userId }) => findUsers(db, id, [userId]), new Map()],
  rolesOf: [(db, id, { userId }) => rolesOf(db, id, userId), []],
  rolesAmong: [(db, id, { userId }) => rolesAmong(db, id, [userId]).then((found) => found.get(userId)), []],
  usersWithRole: [(db, id) => usersWithRole(db, id, ["owner", "admin", "auditor"]), []],
};

/** Changes of people, and of the workspace itself. */
export const peopleChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  updateUser: (db, id, { userId }) => updateUser(db, id, userId, { userName: "x@x.example", displayName: "X" }),
  replaceRoles: (db, id, { userId }) => replaceRoles(db, id, userId, ["owner"], now),
  setDisabled: (db, id, { userId }) => setDisabled(db, id, userId, now),
  updateWorkspace: (db, id) =>
    updateWorkspace(db, id, {
      name: "X",
      timeZone: "UTC",
      securityContact: null,
      mfaResetBy: "admins",
      ...decisionDefaults,
    }),
};
