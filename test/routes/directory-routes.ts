import { api, type Entry, everyone, page } from "./answers.ts";

/** A group of the directory that is visited; the stranger's own workspace has one with this id, too. */
export const walkedGroup = "walked";
/** Only the directory that is visited has this one. */
export const visitedGroup = "visited";

const refused = { nobody: 401, stranger: 409, auditor: 403 } as const;
const hidden = { nobody: 401, stranger: 404, auditor: 403 } as const;
const read = { ...api, stranger: 404 } as const;
const pageOfOne = { ...page, stranger: 404 } as const;
/** A form that would collide with what the stranger has at home. */
const collides = { nobody: "→ /sign-in", stranger: 409, auditor: 403 } as const;
const misses = { nobody: "→ /sign-in", stranger: 404, auditor: 403 } as const;

const group = { objects: "groups", id: visitedGroup };

/** Everything about the directory: whom and what decisions are about. */
export function directoryRoutes(userId: string): Entry[] {
  const member = { ...group, userId };
  return [
    { file: "api.v1.users.ts", handler: "loader", path: "/api/v1/users", answers: api },
    {
      file: "api.v1.users.ts",
      handler: "action",
      path: "/api/v1/users",
      json: { user_name: "requestor@elsewhere.example", display_name: "Walked in" },
      answers: refused,
    },
    {
      file: "api.v1.users.$id.ts",
      handler: "loader",
      path: `/api/v1/users/${userId}`,
      params: { id: userId },
      answers: read,
    },
    {
      file: "api.v1.users.$id.ts",
      handler: "action",
      method: "PATCH",
      path: `/api/v1/users/${userId}`,
      params: { id: userId },
      json: { display_name: "Walked in" },
      answers: hidden,
    },
    {
      file: "api.v1.users.$id.pseudonymise.ts",
      handler: "loader",
      path: `/api/v1/users/${userId}/pseudonymise`,
      params: { id: userId },
      answers: everyone(405),
    },
    {
      file: "api.v1.users.$id.pseudonymise.ts",
      handler: "action",
      path: `/api/v1/users/${userId}/pseudonymise`,
      params: { id: userId },
      json: { reason: "Walked in" },
      answers: hidden,
    },
    {
      file: "api.v1.$objects.ts",
      handler: "loader",
      path: "/api/v1/groups",
      params: { objects: "groups" },
      answers: api,
    },
    {
      file: "api.v1.$objects.ts",
      handler: "action",
      path: "/api/v1/groups",
      params: { objects: "groups" },
      json: { id: walkedGroup, name: "Walked in" },
      answers: refused,
    },
    {
      file: "api.v1.$objects.$id.ts",
      handler: "loader",
      path: `/api/v1/groups/${visitedGroup}`,
      params: group,
      answers: read,
    },
    {
      file: "api.v1.$objects.$id.ts",
      handler: "action",
      method: "PATCH",
      path: `/api/v1/groups/${visitedGroup}`,
      params: group,
      json: { name: "Walked in" },
      answers: hidden,
    },
    {
      file: "api.v1.$objects.$id.members.ts",
      handler: "loader",
      path: `/api/v1/groups/${visitedGroup}/members`,
      params: group,
      answers: read,
    },
    {
      file: "api.v1.$objects.$id.members.ts",
      handler: "action",
      path: `/api/v1/groups/${visitedGroup}/members`,
      params: group,
      json: {},
      answers: everyone(405),
    },
    {
      file: "api.v1.$objects.$id.members.$userId.ts",
      handler: "loader",
      path: `/api/v1/groups/${visitedGroup}/members/${userId}`,
      params: member,
      answers: everyone(405),
    },
    {
      file: "api.v1.$objects.$id.members.$userId.ts",
      handler: "action",
      method: "PUT",
      path: `/api/v1/groups/${visitedGroup}/members/${userId}`,
      params: member,
      answers: hidden,
    },
    {
      file: "api.workspaces.$id.members.ts",
      handler: "loader",
      path: "/api/workspaces/acme/members",
      params: { id: "acme" },
      answers: read,
    },
    {
      file: "api.workspaces.$id.members.ts",
      handler: "action",
      path: "/api/workspaces/acme/members",
      params: { id: "acme" },
      json: {},
      answers: everyone(405),
    },
    {
      file: "api.workspaces.$id.security.ts",
      handler: "loader",
      path: "/api/workspaces/acme/security",
      params: { id: "acme" },
      answers: everyone(405),
    },
    {
      file: "api.workspaces.$id.security.ts",
      handler: "action",
      method: "PATCH",
      path: "/api/workspaces/acme/security",
      params: { id: "acme" },
      json: { mfa_required: "all_members", mfa_grace_period_hours: 1 },
      answers: { nobody: 401, stranger: 403, auditor: 403 },
    },
    { file: "directory._index.tsx", handler: "loader", path: "/directory", answers: page },
    {
      file: "directory._index.tsx",
      handler: "action",
      path: "/directory",
      form: { userName: "requestor@elsewhere.example", displayName: "Walked in", externalId: "", department: "" },
      answers: collides,
    },
    {
      file: "directory.users.$id.tsx",
      handler: "loader",
      path: `/directory/users/${userId}`,
      params: { id: userId },
      answers: pageOfOne,
    },
    {
      file: "directory.users.$id.tsx",
      handler: "action",
      path: `/directory/users/${userId}`,
      params: { id: userId },
      form: { intent: "disable" },
      answers: misses,
    },
    {
      file: "directory.users.$id_.pseudonymise.tsx",
      handler: "loader",
      path: `/directory/users/${userId}/pseudonymise`,
      params: { id: userId },
      answers: { ...pageOfOne, auditor: 403 },
    },
    {
      file: "directory.users.$id_.pseudonymise.tsx",
      handler: "action",
      path: `/directory/users/${userId}/pseudonymise`,
      params: { id: userId },
      form: { reason: "Walked in" },
      answers: misses,
    },
    {
      file: "directory.$kind._index.tsx",
      handler: "loader",
      path: "/directory/groups",
      params: { kind: "groups" },
      answers: page,
    },
    {
      file: "directory.$kind._index.tsx",
      handler: "action",
      path: "/directory/groups",
      params: { kind: "groups" },
      form: { id: walkedGroup, name: "Walked in", externalId: "" },
      answers: collides,
    },
    {
      file: "directory.$kind.$id.tsx",
      handler: "loader",
      path: `/directory/groups/${visitedGroup}`,
      params: { kind: "groups", id: visitedGroup },
      answers: pageOfOne,
    },
    {
      file: "directory.$kind.$id.tsx",
      handler: "action",
      path: `/directory/groups/${visitedGroup}`,
      params: { kind: "groups", id: visitedGroup },
      form: { intent: "save", name: "Walked in", externalId: "" },
      answers: misses,
    },
    { file: "directory.import.tsx", handler: "loader", path: "/directory/import", answers: { ...page, auditor: 403 } },
    {
      file: "directory.import.tsx",
      handler: "action",
      path: "/directory/import",
      form: { text: "user_name,name,groups\nrequestor@elsewhere.example,Walked in,no such group" },
      answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
    },
  ];
}
