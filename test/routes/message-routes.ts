import { api, type Entry, own, page } from "./answers.ts";

const someMessage = "msg_of_somebody_else";
const chosen = { quiet: "", digestHour: "", timeZone: "" };

/** Every handler of what people are told, with a request that would do something if it were let in. */
export const messageRoutes: Entry[] = [
  { file: "inbox.tsx", handler: "loader", path: "/inbox", answers: page },
  {
    file: "inbox.tsx",
    handler: "action",
    path: "/inbox",
    form: { intent: "open", id: someMessage },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 404 },
  },
  { file: "account.notifications.tsx", handler: "loader", path: "/account/notifications", answers: page },
  {
    file: "account.notifications.tsx",
    handler: "action",
    path: "/account/notifications",
    form: { ...chosen, digestHour: "25" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
  },
  { file: "settings.notifications.tsx", handler: "loader", path: "/settings/notifications", answers: page },
  {
    file: "settings.notifications.tsx",
    handler: "action",
    path: "/settings/notifications",
    form: chosen,
    answers: own,
  },
  { file: "settings.messages.tsx", handler: "loader", path: "/settings/messages", answers: page },
  {
    file: "settings.messages.tsx",
    handler: "action",
    path: "/settings/messages",
    form: { id: someMessage },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
  { file: "api.v1.me.inbox.ts", handler: "loader", path: "/api/v1/me/inbox", answers: api },
  {
    file: "api.v1.me.inbox.ts",
    handler: "action",
    path: "/api/v1/me/inbox",
    json: { id: someMessage },
    answers: { nobody: 401, stranger: 404, auditor: 404 },
  },
  { file: "api.v1.me.notifications.ts", handler: "loader", path: "/api/v1/me/notifications", answers: api },
  {
    file: "api.v1.me.notifications.ts",
    handler: "action",
    method: "PUT",
    path: "/api/v1/me/notifications",
    json: { digest_hour: 25 },
    answers: { nobody: 401, stranger: 400, auditor: 400 },
  },
];
