import type { Db } from "#db/connect.ts";
import { insertExport } from "#db/exports.ts";
import { api, type Entry, everyone, page } from "./answers.ts";

/** The export that is visited. */
const exported = "exp_visited";

const params = { id: exported };
const asked = { kind: "register", format: "csv" } as const;

/** Every handler of what is given out as files, with a request that would do something if it were let in. */
export const exportRoutes: Entry[] = [
  { file: "exports._index.tsx", handler: "loader", path: "/exports", answers: page },
  {
    file: "exports._index.tsx",
    handler: "action",
    path: "/exports?index",
    form: { days: "30" },
    // A stranger who is an admin at home changes it there.
    answers: { nobody: "→ /sign-in", stranger: "→ /exports", auditor: 403 },
  },
  { file: "exports.new.tsx", handler: "loader", path: "/exports/new", answers: page },
  {
    file: "exports.new.tsx",
    handler: "action",
    path: "/exports/new",
    form: { kind: "register", format: "spreadsheet" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
  },
  {
    file: "exports.$id._index.tsx",
    handler: "loader",
    path: `/exports/${exported}`,
    params,
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 200 },
  },
  {
    file: "exports.$id._index.tsx",
    handler: "action",
    path: `/exports/${exported}?index`,
    params,
    form: { do: "cancel" },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
  {
    file: "exports.$id.file.ts",
    handler: "loader",
    path: `/exports/${exported}/file`,
    params,
    // It is the file of somebody else.
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
  { file: "api.v1.exports.ts", handler: "loader", path: "/api/v1/exports", answers: api },
  {
    file: "api.v1.exports.ts",
    handler: "action",
    path: "/api/v1/exports",
    json: { ...asked, as_of: "2099-01-01T00:00:00.000Z" },
    answers: { ...api, stranger: 400, auditor: 400 },
  },
  {
    file: "api.v1.exports.$id.ts",
    handler: "loader",
    path: `/api/v1/exports/${exported}`,
    params,
    answers: { ...api, stranger: 404 },
  },
  {
    file: "api.v1.exports.$id.ts",
    handler: "action",
    path: `/api/v1/exports/${exported}`,
    params,
    method: "DELETE",
    answers: { ...api, stranger: 404, auditor: 403 },
  },
  {
    file: "api.v1.exports.$id.file.ts",
    handler: "loader",
    path: `/api/v1/exports/${exported}/file`,
    params,
    answers: { ...api, stranger: 404, auditor: 403 },
  },
  {
    file: "api.v1.exports.$id.file.ts",
    handler: "action",
    path: `/api/v1/exports/${exported}/file`,
    params,
    answers: everyone(405),
  },
];

/** Puts the export that is visited into a workspace; it was asked for by somebody there. */
export async function exportVisited(
  db: Db,
  { workspaceId, userId, mark, now }: { workspaceId: string; userId: string; mark: string; now: string },
): Promise<void> {
  await insertExport(db, {
    ...{ workspaceId, id: exported, ...asked, query: `q=${mark}`, asOf: null, params: {}, requestedBy: userId },
    ...{ actor: { kind: "user", id: userId }, createdAt: now, fileName: `${mark}.csv` },
    expiresAt: "2099-01-01T00:00:00.000Z",
  });
}
