import { api, type Entry, everyone, page } from "./answers.ts";

/** The walks along the logs of the two workspaces; while one waits, whoever asks for another is led to it. */
export const verification = "ver_visited";
export const walkedVerification = "ver_walked";

/** Every handler of the log's pages, and of the auditor's own. */
export const auditRoutes: Entry[] = [
  { file: "auditor.tsx", handler: "loader", path: "/auditor?from=2026-11-01&to=2026-12-31", answers: page },
  { file: "audit._index.tsx", handler: "loader", path: "/audit", answers: page },
  // The stranger's own log has rows, too.
  { file: "audit.$seq.tsx", handler: "loader", path: "/audit/2", params: { seq: "2" }, answers: page },
  { file: "audit.verifications._index.tsx", handler: "loader", path: "/audit/verifications", answers: page },
  {
    file: "audit.verifications._index.tsx",
    handler: "action",
    path: "/audit/verifications",
    form: { up_to: "2" },
    answers: {
      nobody: "→ /sign-in",
      stranger: `→ /audit/verifications/${walkedVerification}`,
      auditor: `→ /audit/verifications/${verification}`,
    },
  },
  {
    file: "audit.verifications.$id.tsx",
    handler: "loader",
    path: `/audit/verifications/${verification}`,
    params: { id: verification },
    answers: { ...page, stranger: 404 },
  },
  { file: "api.v1.verifications.ts", handler: "loader", path: "/api/v1/verifications", answers: api },
  // Each is told of the walk that is under way in their own workspace.
  {
    file: "api.v1.verifications.ts",
    handler: "action",
    path: "/api/v1/verifications",
    json: { up_to: 2 },
    answers: api,
  },
  {
    file: "api.v1.verifications.$id.ts",
    handler: "loader",
    path: `/api/v1/verifications/${verification}`,
    params: { id: verification },
    answers: { ...api, stranger: 404 },
  },
  {
    file: "api.v1.verifications.$id.ts",
    handler: "action",
    path: `/api/v1/verifications/${verification}`,
    json: {},
    answers: everyone(405),
  },
];
