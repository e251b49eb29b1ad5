import { api, change, type Entry, everyone, page, record } from "./answers.ts";

/** A replay of the workspace that is visited. */
export const replay = "rpl_visited";

/** The routes that show what has been decided and what would be. */
export function decisionRoutes({ decisionId, userId }: { decisionId: string; userId: string }): Entry[] {
  const whatIf = { subject: { type: "user", id: userId }, resource: { type: "application", id: "mail" } };
  return [
    { file: "decisions._index.tsx", handler: "loader", path: "/decisions", answers: page },
    {
      file: "decisions.$id.tsx",
      handler: "loader",
      path: `/decisions/${decisionId}`,
      params: { id: decisionId },
      answers: record,
    },
    { file: "what-if.tsx", handler: "loader", path: "/what-if", answers: page },
    { file: "replays._index.tsx", handler: "loader", path: "/replays", answers: page },
    {
      file: "replays._index.tsx",
      handler: "action",
      path: "/replays",
      form: { days: "30", exception: "EXC-2026-0002" },
      answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
    },
    { file: "replays.$id.tsx", handler: "loader", path: `/replays/${replay}`, params: { id: replay }, answers: record },
    {
      file: "replays.$id.tsx",
      handler: "action",
      path: `/replays/${replay}`,
      params: { id: replay },
      form: {},
      answers: change,
    },
    { file: "api.v1.decisions.ts", handler: "loader", path: "/api/v1/decisions", answers: api },
    { file: "api.v1.decisions.ts", handler: "action", path: "/api/v1/decisions", json: {}, answers: everyone(405) },
    {
      file: "api.v1.decisions.$id.ts",
      handler: "loader",
      path: `/api/v1/decisions/${decisionId}`,
      params: { id: decisionId },
      answers: { ...api, stranger: 404 },
    },
    {
      file: "api.v1.decisions.$id.ts",
      handler: "action",
      path: `/api/v1/decisions/${decisionId}`,
      params: { id: decisionId },
      json: {},
      answers: everyone(405),
    },
    { file: "api.v1.what-if.ts", handler: "loader", path: "/api/v1/what-if", answers: everyone(405) },
    { file: "api.v1.what-if.ts", handler: "action", path: "/api/v1/what-if", json: whatIf, answers: api },
  ];
}
