import { api, type Entry, everyone, page } from "./answers.ts";

/** A page that anybody has for themselves; what is asked of it is another's, and left alone. */
const ownPage = { nobody: "→ /sign-in", stranger: 200, auditor: 403 } as const;

/** Every handler of the register's list and what stands around it, with a request that would do something if it were let in. */
export const listRoutes = (recordId: string): Entry[] => [
  { file: "exceptions._index.tsx", handler: "loader", path: "/exceptions", answers: page },
  { file: "exceptions.columns.tsx", handler: "loader", path: "/exceptions/columns", answers: page },
  {
    file: "exceptions.columns.tsx",
    handler: "action",
    path: "/exceptions/columns",
    form: { order: "owner", shown: "owner", page_size: "25", to: "https://elsewhere.example" },
    // Everybody's own, and back to the register whatever was asked for.
    answers: { nobody: "→ /sign-in", stranger: "→ /exceptions", auditor: "→ /exceptions" },
  },
  { file: "exceptions.views.tsx", handler: "loader", path: "/exceptions/views", answers: page },
  {
    file: "exceptions.views.tsx",
    handler: "action",
    path: "/exceptions/views",
    form: { intent: "save", name: "Walked in", query: "view=live", shared: "on" },
    // A stranger who is an admin at home saves it there.
    answers: { nobody: "→ /sign-in", stranger: "→ /exceptions", auditor: 403 },
  },
  {
    file: "exceptions.bulk.tsx",
    handler: "loader",
    path: `/exceptions/bulk?action=export&id=${recordId}`,
    answers: page,
  },
  {
    file: "exceptions.bulk.tsx",
    handler: "action",
    path: "/exceptions/bulk",
    form: { action: "remind", id: recordId },
    answers: ownPage,
  },
  { file: "api.v1.exceptions.bulk.ts", handler: "loader", path: "/api/v1/exceptions/bulk", answers: everyone(405) },
  {
    file: "api.v1.exceptions.bulk.ts",
    handler: "action",
    path: "/api/v1/exceptions/bulk",
    json: { action: "remind", ids: [recordId] },
    answers: { ...api, auditor: 403 },
  },
  { file: "my-work.tsx", handler: "loader", path: "/my-work", answers: page },
  { file: "search.tsx", handler: "loader", path: "/search?q=mailbox", answers: page },
  { file: "search.records.ts", handler: "loader", path: "/search/records?q=mailbox", answers: page },
];
