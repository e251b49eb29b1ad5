import { api, type Entry, everyone, page } from "./answers.ts";

const someSession = "ses_of_somebody_else";

/** Every handler of sessions, with a request that would do something if it were let in. */
export function sessionRoutes(userId: string): Entry[] {
  const hidden = { nobody: 401, stranger: 404, auditor: 403 } as const;
  return [
    { file: "account.sessions.tsx", handler: "loader", path: "/account/sessions", answers: page },
    {
      file: "account.sessions.tsx",
      handler: "action",
      path: "/account/sessions",
      form: { intent: "end", id: someSession },
      answers: { nobody: "→ /sign-in", stranger: 404, auditor: 404 },
    },
    { file: "settings.sessions.tsx", handler: "loader", path: "/settings/sessions", answers: page },
    {
      file: "settings.sessions.tsx",
      handler: "action",
      path: "/settings/sessions",
      form: { intent: "revoke", reason: "Walked in", sure: "yes" },
      answers: { nobody: "→ /sign-in", stranger: 403, auditor: 403 },
    },
    {
      file: "directory.users.$id_.sessions.tsx",
      handler: "loader",
      path: `/directory/users/${userId}/sessions`,
      params: { id: userId },
      answers: { ...page, stranger: 404 },
    },
    {
      file: "directory.users.$id_.sessions.tsx",
      handler: "action",
      path: `/directory/users/${userId}/sessions`,
      params: { id: userId },
      form: { intent: "end_all" },
      answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
    },
    { file: "api.v1.sessions.ts", handler: "loader", path: "/api/v1/sessions", answers: api },
    {
      file: "api.v1.sessions.ts",
      handler: "action",
      path: "/api/v1/sessions",
      json: {},
      answers: everyone(405),
    },
    {
      file: "api.v1.sessions.$id.ts",
      handler: "loader",
      path: `/api/v1/sessions/${someSession}`,
      answers: everyone(405),
    },
    {
      file: "api.v1.sessions.$id.ts",
      handler: "action",
      method: "DELETE",
      path: `/api/v1/sessions/${someSession}`,
      params: { id: someSession },
      answers: { nobody: 401, stranger: 404, auditor: 404 },
    },
    {
      file: "api.v1.users.$id.sessions.ts",
      handler: "loader",
      path: `/api/v1/users/${userId}/sessions`,
      params: { id: userId },
      answers: { ...api, stranger: 404 },
    },
    {
      file: "api.v1.users.$id.sessions.ts",
      handler: "action",
      method: "DELETE",
      path: `/api/v1/users/${userId}/sessions`,
      params: { id: userId },
      answers: hidden,
    },
    {
      file: "api.v1.users.$id.sessions.$sessionId.ts",
      handler: "loader",
      path: `/api/v1/users/${userId}/sessions/${someSession}`,
      answers: everyone(405),
    },
    {
      file: "api.v1.users.$id.sessions.$sessionId.ts",
      handler: "action",
      method: "DELETE",
      path: `/api/v1/users/${userId}/sessions/${someSession}`,
      params: { id: userId, sessionId: someSession },
      answers: hidden,
    },
    { file: "theme.ts", handler: "action", path: "/theme", form: { theme: "dark" }, answers: everyone("→ /") },
  ];
}
