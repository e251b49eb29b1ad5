import { api, type Entry, everyone, page } from "./answers.ts";

const later = "2027-01-05T09:00:00.000Z";

/** Every handler of approvers' places, with a request that would do something if it were let in. */
export const delegationRoutes: Entry[] = [
  { file: "account.delegations.tsx", handler: "loader", path: "/account/delegations", answers: page },
  {
    file: "account.delegations.tsx",
    handler: "action",
    path: "/account/delegations",
    form: { intent: "end", id: "del_of_somebody_else" },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 404 },
  },
  { file: "api.v1.delegations.ts", handler: "loader", path: "/api/v1/delegations", answers: api },
  {
    file: "api.v1.delegations.ts",
    handler: "action",
    path: "/api/v1/delegations",
    json: { to: "somebody@acme.example", ends_at: later, reason: "Walked in" },
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
  {
    file: "api.v1.delegations.$id.ts",
    handler: "loader",
    path: "/api/v1/delegations/del_of_somebody_else",
    answers: everyone(405),
  },
  {
    file: "api.v1.delegations.$id.ts",
    handler: "action",
    method: "DELETE",
    path: "/api/v1/delegations/del_of_somebody_else",
    params: { id: "del_of_somebody_else" },
    answers: { nobody: 401, stranger: 404, auditor: 404 },
  },
];
