import { api, type Entry, everyone } from "./answers.ts";

/** What admins and auditors read; a stranger who is an admin at home has their own. */
const rules = { nobody: "→ /sign-in", stranger: 200, auditor: 200 } as const;

/** Every handler of what runs by the clock, with a request that would do something if it were let in. */
export const jobRoutes: Entry[] = [
  { file: "settings.jobs._index.tsx", handler: "loader", path: "/settings/jobs", answers: rules },
  {
    file: "settings.jobs.$name.tsx",
    handler: "loader",
    path: "/settings/jobs/expire-exceptions",
    params: { name: "expire-exceptions" },
    answers: rules,
  },
  {
    file: "settings.jobs.$name.tsx",
    handler: "action",
    path: "/settings/jobs/expire-exceptions",
    params: { name: "expire-exceptions" },
    form: { intent: "retry", kind: "", item: "EXC-2026-0001" },
    // Nothing fails in the stranger's own workspace.
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
  { file: "api.v1.jobs.ts", handler: "loader", path: "/api/v1/jobs", answers: api },
  { file: "api.v1.jobs.ts", handler: "action", path: "/api/v1/jobs", json: {}, answers: everyone(405) },
  {
    file: "api.v1.jobs.$name.ts",
    handler: "loader",
    path: "/api/v1/jobs/expire-exceptions",
    params: { name: "expire-exceptions" },
    answers: api,
  },
  {
    file: "api.v1.jobs.$name.ts",
    handler: "action",
    path: "/api/v1/jobs/expire-exceptions",
    json: {},
    answers: everyone(405),
  },
  { file: "api.v1.jobs.$name.run.ts", handler: "loader", path: "/api/v1/jobs/x/run", answers: everyone(405) },
  {
    file: "api.v1.jobs.$name.run.ts",
    handler: "action",
    path: "/api/v1/jobs/expire-exceptions/run",
    params: { name: "expire-exceptions" },
    json: {},
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
];
