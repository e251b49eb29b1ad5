import { api, type Entry, everyone, page, record } from "./answers.ts";

/** The campaign that is visited. */
export const campaign = "cmp_visited";

/** For people with a role: a stranger who has one at home finds nothing of this workspace there. */
const overseen = { nobody: "→ /sign-in", stranger: 404, auditor: 200 } as const;

/** Every handler of the reviews and their campaigns, with a request that would do something if it were let in. */
export const reviewRoutes = (inForce: string): Entry[] => [
  { file: "reviews._index.tsx", handler: "loader", path: "/reviews", answers: page },
  {
    file: "exceptions.$id.reviews.tsx",
    handler: "loader",
    path: `/exceptions/${inForce}/reviews`,
    params: { id: inForce },
    answers: record,
  },
  { file: "reviews.campaigns._index.tsx", handler: "loader", path: "/reviews/campaigns", answers: page },
  {
    file: "reviews.campaigns.new.tsx",
    handler: "loader",
    path: "/reviews/campaigns/new",
    answers: { ...page, auditor: 403 },
  },
  {
    file: "reviews.campaigns.new.tsx",
    handler: "action",
    path: "/reviews/campaigns/new",
    form: { name: "Walked in", deadline: "2030-01-01T10:00", reviewer_ids: "usr_of_somebody_else" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  {
    file: "reviews.campaigns.$id._index.tsx",
    handler: "loader",
    path: `/reviews/campaigns/${campaign}`,
    params: { id: campaign },
    answers: overseen,
  },
  {
    file: "reviews.campaigns.$id._index.tsx",
    handler: "action",
    path: `/reviews/campaigns/${campaign}`,
    params: { id: campaign },
    form: { intent: "close", statement: "Walked in" },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
  {
    file: "reviews.campaigns.$id.sign-off.tsx",
    handler: "loader",
    path: `/reviews/campaigns/${campaign}/sign-off`,
    params: { id: campaign },
    answers: overseen,
  },
  { file: "api.v1.campaigns.ts", handler: "loader", path: "/api/v1/campaigns", answers: api },
  {
    file: "api.v1.campaigns.ts",
    handler: "action",
    path: "/api/v1/campaigns",
    json: { name: "Walked in", deadline: "2030-01-01T10:00:00Z", reviewer_ids: ["usr_of_somebody_else"] },
    answers: { nobody: 401, stranger: 400, auditor: 403 },
  },
  {
    file: "api.v1.campaigns.$id.ts",
    handler: "loader",
    path: `/api/v1/campaigns/${campaign}`,
    params: { id: campaign },
    answers: { ...api, stranger: 404 },
  },
  { file: "api.v1.campaigns.$id.ts", handler: "action", path: `/api/v1/campaigns/${campaign}`, answers: everyone(405) },
  ...[
    { change: "assign", json: { exception_id: inForce, reviewer_id: "usr_of_somebody_else" } },
    { change: "close", json: { statement: "Walked in" } },
  ].flatMap(({ change, json }): Entry[] => {
    const file = `api.v1.campaigns.$id.${change}.ts`;
    const path = `/api/v1/campaigns/${campaign}/${change}`;
    return [
      { file, handler: "loader", path, answers: everyone(405) },
      {
        ...{ file, handler: "action", path, json, params: { id: campaign } },
        answers: { nobody: 401, stranger: 404, auditor: 403 },
      },
    ];
  }),
];
