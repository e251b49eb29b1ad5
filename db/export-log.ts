import type { ExpressionBuilder } from "kysely";
import type { AuditRow } from "#app/audit/chain.ts";
import type { TrailQuery } from "./audit-trail.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

export type LogFilter = Pick<TrailQuery, "types" | "subjectId" | "actorId" | "from" | "to">;

/** Returns events of a workspace's log that fit, in the order of the chain. */
export async function readLog(
  db: Db,
  workspaceId: string,
  { after, limit, ...filter }: LogFilter & { after: number; limit: number },
): Promise<AuditRow[]> {
  return db
    .selectFrom("auditEvents")
    .selectAll()
    .where((eb) => fits(eb, workspaceId, filter))
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(limit)
    .execute();
}

/** Counts the events that fit. */
export async function countLog(db: Db, workspaceId: string, filter: LogFilter): Promise<number> {
  const { count } = await db
    .selectFrom("auditEvents")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where((eb) => fits(eb, workspaceId, filter))
    .executeTakeFirstOrThrow();
  return count;
}

function fits(eb: ExpressionBuilder<Schema, "auditEvents">, workspaceId: string, filter: LogFilter) {
  const { types, subjectId, actorId, from, to } = filter;
  return eb.and([
    eb("workspaceId", "=", workspaceId),
    ...(types.length > 0 ? [eb("type", "in", [...types])] : []),
    ...(subjectId ? [eb("subjectId", "=", subjectId)] : []),
    ...(actorId ? [eb("actorId", "=", actorId)] : []),
    ...(from ? [eb("at", ">=", from)] : []),
    ...(to ? [eb("at", "<", to)] : []),
  ]);
}
