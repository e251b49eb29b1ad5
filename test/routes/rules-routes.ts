import { wireOfCategory } from "#app/categories/category-wire.ts";
import { makeCategory } from "#test/support/categories.ts";
import { api, type Entry, everyone } from "./answers.ts";

/** What admins and auditors read and only admins change; a stranger who is an admin at home has their own. */
const rules = { nobody: "→ /sign-in", stranger: 200, auditor: 200 } as const;

const control = { name: "Walked in", description: "x", how_checked: "x", check_every_days: 1 };

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
  { file: "api.v1.controls.adopt.ts", handler: "loader", path: "/api/v1/controls/adopt", answers: everyone(405) },
  {
    file: "api.v1.controls.adopt.ts",
    handler: "action",
    path: "/api/v1/controls/adopt",
    json: {},
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
  { file: "settings.controls._index.tsx", handler: "loader", path: "/settings/controls", answers: rules },
  {
    file: "settings.controls._index.tsx",
    handler: "action",
    path: "/settings/controls",
    form: { name: "Walked in", description: "x", howChecked: "x", checkEveryDays: "soon" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  {
    file: "settings.controls.$id.tsx",
    handler: "loader",
    path: "/settings/controls/dual_control",
    params: { id: "dual_control" },
    answers: rules,
  },
  {
    file: "settings.controls.$id.tsx",
    handler: "action",
    path: "/settings/controls/dual_control",
    params: { id: "dual_control" },
    form: { name: "Walked in", description: "x", howChecked: "x", checkEveryDays: "soon" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  { file: "api.v1.controls.ts", handler: "loader", path: "/api/v1/controls", answers: api },
  {
    file: "api.v1.controls.ts",
    handler: "action",
    path: "/api/v1/controls",
    json: control,
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
  {
    file: "api.v1.controls.$id.ts",
    handler: "loader",
    path: "/api/v1/controls/dual_control",
    params: { id: "dual_control" },
    answers: api,
  },
  {
    file: "api.v1.controls.$id.ts",
    handler: "action",
    method: "PATCH",
    path: "/api/v1/controls/dual_control",
    params: { id: "dual_control" },
    json: control,
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
];

const check = { control: "Walked in", result: "passed", note: "x" };

/** What is said of the controls of a record in force. */
export const checkRoutes = (record: string): Entry[] => [
  {
    file: "api.v1.exceptions.$id.control-checks.ts",
    handler: "loader",
    path: `/api/v1/exceptions/${record}/control-checks`,
    params: { id: record },
    answers: { ...api, stranger: 404 },
  },
  {
    file: "api.v1.exceptions.$id.control-checks.ts",
    handler: "action",
    path: `/api/v1/exceptions/${record}/control-checks`,
    params: { id: record },
    json: check,
    answers: { nobody: 401, stranger: 404, auditor: 403 },
  },
  {
    file: "exceptions.$id.risk.tsx",
    handler: "action",
    path: `/exceptions/${record}/risk`,
    params: { id: record },
    form: check,
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
];
