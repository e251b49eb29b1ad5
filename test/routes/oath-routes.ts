import type { Db } from "#db/connect.ts";
import { openOathAudit } from "#db/oath-audits.ts";
import { insertHardwareTokens } from "#db/oath-tokens.ts";
import { api, type Entry, everyone } from "./answers.ts";

const visitedToken = "oat_visited";
const visitedAudit = "oau_visited";

type Workspaces = { visited: string; walked: string };

/** Puts a token into the stock of the workspace that is visited, and opens an audit there and in the stranger's own. */
export async function stockVisited(
  db: Db,
  { visited, walked }: Workspaces,
  { mark, now }: { mark: string; now: string },
) {
  const parameters = { algorithm: "sha1", digits: 6, period: 30 } as const;
  const token = { ...parameters, id: visitedToken, serial: `KT-${mark}`, model: mark, secret: "x", replaceBy: null };
  await insertHardwareTokens(db, visited, [token], now);
  const counts = { issued: 0, in_stock: 1, revoked: 0, ageing: 0, overdue: 0 };
  const figures = { counts: { ...counts, drifting: 0, desynchronised: 0, custody_missing: 1 }, seedHolders: [] };
  const audit = { id: visitedAudit, quarter: "2026-Q4", openedAt: now, openedBy: null, dueAt: now, figures };
  await openOathAudit(db, visited, audit);
  await openOathAudit(db, walked, { ...audit, id: "oau_walked" });
}

/** What admins and auditors read; a stranger who is an admin at home has their own. */
const rules = { nobody: "→ /sign-in", stranger: 200, auditor: 200 } as const;
const hidden = { nobody: "→ /sign-in", stranger: 404, auditor: 200 } as const;
const change = { nobody: "→ /sign-in", stranger: 404, auditor: 403 } as const;

const params = { id: visitedToken };
const apiOf = `/api/v1/oath-tokens/${visitedToken}`;
/** The token has no factor behind it that was used a moment ago, whoever shows it. */
const needsFactor = { nobody: 401, stranger: 401, auditor: 401 } as const;

/** Every handler of the tokens that make one-time codes, with a request that would do something if it were let in. */
export const oathRoutes: Entry[] = [
  { file: "settings.oath._index.tsx", handler: "loader", path: "/settings/oath", answers: rules },
  {
    file: "settings.oath.import.tsx",
    handler: "loader",
    path: "/settings/oath/import",
    answers: { ...rules, auditor: 403 },
  },
  {
    file: "settings.oath.import.tsx",
    handler: "action",
    path: "/settings/oath/import",
    form: {
      secretLines: "serial,secret\nKT-9,3132333435363738393031323334353637383930",
      seedHolder: "requestor@acme.example",
      seedPlace: "Walked in",
    },
    // Who is to hold the seeds is nobody of the stranger's own workspace.
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  { file: "settings.oath.export.ts", handler: "loader", path: "/settings/oath/export", answers: everyone(405) },
  {
    file: "settings.oath.export.ts",
    handler: "action",
    path: "/settings/oath/export",
    form: { show: "everything" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
  },
  {
    file: "settings.oath.$id.tsx",
    handler: "loader",
    path: `/settings/oath/${visitedToken}`,
    params: { id: visitedToken },
    answers: hidden,
  },
  {
    file: "settings.oath.$id.tsx",
    handler: "action",
    path: `/settings/oath/${visitedToken}`,
    params: { id: visitedToken },
    form: { intent: "revoke", revocation: "lost" },
    answers: change,
  },
  { file: "settings.oath.audits._index.tsx", handler: "loader", path: "/settings/oath/audits", answers: rules },
  {
    file: "settings.oath.audits._index.tsx",
    handler: "action",
    path: "/settings/oath/audits",
    form: {},
    answers: { nobody: "→ /sign-in", stranger: 409, auditor: 403 },
  },
  {
    file: "settings.oath.audits.$id.tsx",
    handler: "loader",
    path: `/settings/oath/audits/${visitedAudit}`,
    params: { id: visitedAudit },
    answers: hidden,
  },
  {
    file: "settings.oath.audits.$id.tsx",
    handler: "action",
    path: `/settings/oath/audits/${visitedAudit}`,
    params: { id: visitedAudit },
    form: { intent: "answer", question: "issued", note: "Walked in" },
    answers: change,
  },
  {
    file: "account.resync.$id.tsx",
    handler: "loader",
    path: "/account/resync/fac_of_somebody_else",
    params: { id: "fac_of_somebody_else" },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 404 },
  },
  {
    file: "account.resync.$id.tsx",
    handler: "action",
    path: "/account/resync/fac_of_somebody_else",
    params: { id: "fac_of_somebody_else" },
    form: { firstCode: "000000", secondCode: "000001" },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 404 },
  },
  {
    file: "sign-in_.resync.tsx",
    handler: "loader",
    path: "/sign-in/resync",
    answers: { nobody: 200, stranger: "→ /", auditor: "→ /" },
  },
  { file: "sign-in_.resync.tsx", handler: "action", path: "/sign-in/resync", form: {}, answers: everyone(400) },
  { file: "api.v1.oath-tokens.ts", handler: "loader", path: "/api/v1/oath-tokens", answers: api },
  {
    file: "api.v1.oath-tokens.ts",
    handler: "action",
    path: "/api/v1/oath-tokens",
    json: { csv: "serial,secret\nKT-9,3132333435363738393031323334353637383930", seed_holder: "x", seed_place: "y" },
    answers: needsFactor,
  },
  { file: "api.v1.oath-tokens.$id.ts", handler: "loader", path: apiOf, params, answers: { ...api, stranger: 404 } },
  { file: "api.v1.oath-tokens.$id.ts", handler: "action", path: apiOf, json: {}, answers: everyone(405) },
  { file: "api.v1.oath-tokens.$id.$command.ts", handler: "loader", path: `${apiOf}/revoke`, answers: everyone(405) },
  {
    file: "api.v1.oath-tokens.$id.$command.ts",
    handler: "action",
    path: `${apiOf}/revoke`,
    params: { ...params, command: "revoke" },
    json: { reason: "lost" },
    answers: needsFactor,
  },
];
