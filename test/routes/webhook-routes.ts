import { api, type Entry, everyone, own } from "./answers.ts";

/** The webhook of the workspace that is visited. */
export const visitedWebhook = "whk_visited";

/** What admins and auditors read; a stranger who is an admin at home does not find it. */
const page = { nobody: "→ /sign-in", stranger: 404, auditor: 200 } as const;
/** What only admins change. */
const change = { nobody: "→ /sign-in", stranger: 404, auditor: 403 } as const;
const apiChange = { nobody: 401, stranger: 403, auditor: 403 } as const;

const params = { id: visitedWebhook };
const messageParams = { ...params, messageId: "msg_made_up" };
const inside = { description: "Walked in", format: "standard", url: "https://169.254.169.254/", event_types: [] };
const pageOf = `/settings/webhooks/${visitedWebhook}`;
const apiOf = `/api/v1/webhooks/${visitedWebhook}`;

/** Every handler of the webhooks, with a request that would do something if it were let in. */
export const webhookRoutes: Entry[] = [
  {
    file: "settings.webhooks._index.tsx",
    handler: "loader",
    path: "/settings/webhooks",
    answers: { nobody: "→ /sign-in", stranger: 200, auditor: 200 },
  },
  { file: "settings.webhooks.new.tsx", handler: "loader", path: "/settings/webhooks/new", answers: own },
  {
    file: "settings.webhooks.new.tsx",
    handler: "action",
    path: "/settings/webhooks/new",
    form: { description: "Walked in", format: "standard", url: inside.url },
    answers: { ...own, stranger: 400 },
  },
  { file: "settings.webhooks.$id._index.tsx", handler: "loader", path: pageOf, params, answers: page },
  {
    file: "settings.webhooks.$id._index.tsx",
    handler: "action",
    path: pageOf,
    params,
    form: { intent: "remove" },
    answers: change,
  },
  {
    file: "settings.webhooks.$id.edit.tsx",
    handler: "loader",
    path: `${pageOf}/edit`,
    params,
    answers: change,
  },
  {
    file: "settings.webhooks.$id.edit.tsx",
    handler: "action",
    path: `${pageOf}/edit`,
    params,
    form: { description: "Walked in" },
    answers: change,
  },
  {
    file: "settings.webhooks.$id.messages.$messageId.tsx",
    handler: "loader",
    path: `${pageOf}/messages/msg_made_up`,
    params: messageParams,
    answers: { ...page, auditor: 404 },
  },
  {
    file: "settings.webhooks.$id.messages.$messageId.tsx",
    handler: "action",
    path: `${pageOf}/messages/msg_made_up`,
    params: messageParams,
    form: {},
    answers: change,
  },
  { file: "api.v1.webhooks.ts", handler: "loader", path: "/api/v1/webhooks", answers: api },
  {
    file: "api.v1.webhooks.ts",
    handler: "action",
    path: "/api/v1/webhooks",
    json: inside,
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
  { file: "api.v1.webhooks.$id.ts", handler: "loader", path: apiOf, params, answers: { ...api, stranger: 404 } },
  {
    file: "api.v1.webhooks.$id.ts",
    handler: "action",
    method: "DELETE",
    path: apiOf,
    params,
    answers: apiChange,
  },
  {
    file: "api.v1.webhooks.$id.$command.ts",
    handler: "loader",
    path: `${apiOf}/disable`,
    answers: everyone(405),
  },
  {
    file: "api.v1.webhooks.$id.$command.ts",
    handler: "action",
    path: `${apiOf}/disable`,
    params: { ...params, command: "disable" },
    json: {},
    answers: apiChange,
  },
  {
    file: "api.v1.webhooks.$id.messages.ts",
    handler: "loader",
    path: `${apiOf}/messages`,
    params,
    answers: { ...api, stranger: 404 },
  },
  {
    file: "api.v1.webhooks.$id.messages.ts",
    handler: "action",
    path: `${apiOf}/messages`,
    params,
    json: {},
    answers: everyone(405),
  },
];
