import { wireOfCategory } from "#app/categories/category-wire.ts";
import { makeCategory } from "#test/support/categories.ts";
import { api, type Entry, everyone } from "./answers.ts";

/** What admins and auditors read and only admins change; a stranger who is an admin at home has their own. */
const rules = { nobody: "→ /sign-in", stranger: 200, auditor: 200 } as const;

const { id, version, ...content } = wireOfCategory(makeCategory("accessibility"));

/** Every handler of the categories and controls, with a request that would do something if it were let in. */
export const rulesRoutes: Entry[] = [
  { file: "settings.categories._index.tsx", handler: "loader", path: "/settings/categories", answers: rules },
  {
    file: "settings.categories.$id.tsx",
    handler: "loader",
    path: `/settings/categories/${id}`,
    params: { id },
    answers: rules,
  },
  {
    file: "settings.categories.$id.tsx",
    handler: "action",
    path: `/settings/categories/${id}`,
    params: { id },
    form: { intent: "save", basedOn: String(version), reason: "Walked in" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  { file: "api.v1.categories.ts", handler: "loader", path: "/api/v1/categories", answers: api },
  { file: "api.v1.categories.ts", handler: "action", path: "/api/v1/categories", answers: everyone(405) },
  {
    file: "api.v1.categories.$id.ts",
    handler: "loader",
    path: `/api/v1/categories/${id}`,
    params: { id },
    answers: api,
  },
  {
    file: "api.v1.categories.$id.ts",
    handler: "action",
    method: "PUT",
    path: `/api/v1/categories/${id}`,
    params: { id },
    json: { ...content, based_on: version, reason: "Walked in", grace_days: 1 },
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
];
