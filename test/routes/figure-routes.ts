import { api, type Entry, everyone, page } from "./answers.ts";

const params = { key: "live" };

/** How things stand, in figures, and where that is the first that somebody sees. */
export const figureRoutes: Entry[] = [
  {
    file: "_index.ts",
    handler: "loader",
    path: "/",
    answers: { nobody: "→ /sign-in", stranger: "→ /dashboard", auditor: "→ /auditor" },
  },
  { file: "dashboard._index.tsx", handler: "loader", path: "/dashboard?span=90", answers: page },
  { file: "dashboard.$key.tsx", handler: "loader", path: "/dashboard/live?by=owner", params, answers: page },
  { file: "api.v1.kpis.ts", handler: "loader", path: "/api/v1/kpis", answers: api },
  { file: "api.v1.kpis.ts", handler: "action", path: "/api/v1/kpis", json: {}, answers: everyone(405) },
  { file: "api.v1.kpis.$key.ts", handler: "loader", path: "/api/v1/kpis/live", params, answers: api },
  { file: "api.v1.kpis.$key.ts", handler: "action", path: "/api/v1/kpis/live", json: {}, answers: everyone(405) },
  { file: "api.v1.kpis.$key.rows.ts", handler: "loader", path: "/api/v1/kpis/live/rows", params, answers: api },
  {
    file: "api.v1.kpis.$key.rows.ts",
    handler: "action",
    path: "/api/v1/kpis/live/rows",
    json: {},
    answers: everyone(405),
  },
  {
    file: "api.v1.kpis.$key.parts.ts",
    handler: "loader",
    path: "/api/v1/kpis/live/parts?by=owner",
    params,
    answers: api,
  },
  {
    file: "api.v1.kpis.$key.parts.ts",
    handler: "action",
    path: "/api/v1/kpis/live/parts",
    json: {},
    answers: everyone(405),
  },
];
