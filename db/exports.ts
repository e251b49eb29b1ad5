import type { AuditActor } from "#app/audit/events.ts";
import type { Export } from "#app/exports/export.ts";
import type { ExportFormat, ExportKind } from "#app/exports/export-kinds.ts";
import type { ExportState } from "#app/exports/export-state.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";

export type NewExport = Pick<
  Export,
  | "workspaceId"
  | "id"
  | "kind"
  | "format"
  | "query"
  | "asOf"
  | "params"
  | "requestedBy"
  | "actor"
  | "createdAt"
  | "fileName"
  | "expiresAt"
>;

/** What is read of an export. */
export const exportColumns = [
  ...(["workspaceId", "id", "kind", "format", "query", "asOf", "params", "requestedBy", "actorKind"] as const),
  ...([
    "actorId",
    "createdAt",
    "state",
    "attempt",
    "roles",
    "done",
    "total",
    "cursor",
    "cursorAttempt",
    "cursorBytes",
  ] as const),
  ...(["cursorDone", "cursorSha256", "finishedAt", "rowCount", "bytes", "sha256", "fileName", "expiresAt"] as const),
  "fault",
] as const;

/** A row as the database has it. */
export type ExportRow = Omit<Export, "kind" | "format" | "params" | "actor" | "state" | "roles" | "place"> & {
  kind: string;
  format: string;
  params: string;
  actorKind: string;
  actorId: string;
  state: string;
  roles: string;
  cursor: string | null;
  cursorAttempt: number | null;
  cursorBytes: number | null;
  cursorDone: number | null;
  cursorSha256: string | null;
};

export function exportOf({
  kind,
  format,
  params,
  state,
  roles,
  actorKind,
  actorId,
  cursor,
  cursorAttempt,
  cursorBytes,
  cursorDone,
  cursorSha256,
  ...row
}: ExportRow): Export {
  const hasPlace = cursor !== null && cursorAttempt !== null && cursorSha256 !== null;
  // casts: written only from the unions
  return {
    ...row,
    kind: kind as ExportKind,
    format: format as ExportFormat,
    state: state as ExportState,
    actor: { kind: actorKind, id: actorId } as AuditActor,
    roles: JSON.parse(roles) as RegisterRole[],
    params: JSON.parse(params) as Record<string, string>,
    place: hasPlace
      ? { cursor, attempt: cursorAttempt, bytes: cursorBytes ?? 0, done: cursorDone ?? 0, sha256: cursorSha256 }
      : null,
  };
}

export async function insertExport(tx: Db, { actor, params, ...row }: NewExport): Promise<void> {
  if (actor.id === null) throw new Error("an export was asked for by nobody, expected a person or a token");
  const values = { ...row, params: JSON.stringify(params), actorKind: actor.kind, actorId: actor.id };
  await tx
    .insertInto("exports")
    .values({ ...values, state: "queued", seenAt: row.createdAt, attempt: 0, lost: 0, roles: "[]", done: 0 })
    .execute();
}

export async function findExport(db: Db, workspaceId: string, id: string): Promise<Export | undefined> {
  const row = await db
    .selectFrom("exports")
    .select(exportColumns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && exportOf(row);
}

type Listed = {
  /** Only what this person asked for; null for everybody's. */
  requestedBy: string | null;
  kind?: ExportKind;
  /** The last one of the page before. */
  after?: Pick<Export, "createdAt" | "id"> | null;
  limit: number;
};

/** Returns the last exports, newest first. */
export async function listExports(
  db: Db,
  workspaceId: string,
  { requestedBy, kind, after = null, limit }: Listed,
): Promise<Export[]> {
  const rows = await db
    .selectFrom("exports")
    .select(exportColumns)
    .where("workspaceId", "=", workspaceId)
    .$if(requestedBy !== null, (query) => query.where("requestedBy", "=", requestedBy))
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind ?? ""))
    .$if(after !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb("createdAt", "<", after?.createdAt ?? ""),
          eb.and([eb("createdAt", "=", after?.createdAt ?? ""), eb("id", "<", after?.id ?? "")]),
        ]),
      ),
    )
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(exportOf);
}

/** Returns how many exports of a person wait or run. */
export async function countOpenExports(db: Db, workspaceId: string, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom("exports")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("requestedBy", "=", userId)
    .where("state", "in", ["queued", "running"])
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns for how many days files are kept. */
export async function keptExportDays(db: Db, workspaceId: string): Promise<number> {
  const { keepExportsDays } = await db
    .selectFrom("workspaces")
    .select("keepExportsDays")
    .where("id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return keepExportsDays;
}

/** Changes for how many days files are kept that are made from now on. */
export async function keepExportsFor(tx: Db, workspaceId: string, days: number): Promise<void> {
  await tx.updateTable("workspaces").set({ keepExportsDays: days }).where("id", "=", workspaceId).execute();
}
