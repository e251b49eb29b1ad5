import { api, type Entry, everyone, page } from "./answers.ts";

/** Every handler of checkpoints and evidence packs, with a request that would do something if it were let in. */
export const checkpointRoutes: Entry[] = [
  { file: "checkpoints._index.tsx", handler: "loader", path: "/checkpoints", answers: page },
  {
    file: "checkpoints._index.tsx",
    handler: "action",
    path: "/checkpoints",
    form: { intent: "publish" },
    answers: { nobody: "→ /sign-in", stranger: "→ /checkpoints", auditor: 403 },
  },
  // Whoever watches a log has no session; the workspace that is visited has published nothing yet.
  {
    file: "checkpoints.$slug.$which.ts",
    handler: "loader",
    path: "/checkpoints/acme/latest",
    params: { slug: "acme", which: "latest" },
    answers: everyone(404),
  },
  { file: "evidence.tsx", handler: "loader", path: "/evidence", answers: page },
  // Auditors may have a pack made; that day has not come, so nobody gets one here.
  {
    file: "evidence.tsx",
    handler: "action",
    path: "/evidence",
    form: { from: "2099-01-01", to: "2099-03-31" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
  },
  { file: "api.v1.checkpoints.ts", handler: "loader", path: "/api/v1/checkpoints", answers: api },
  { file: "api.v1.checkpoints.ts", handler: "action", path: "/api/v1/checkpoints", json: {}, answers: everyone(405) },
];
