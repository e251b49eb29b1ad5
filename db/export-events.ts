import type { ExpressionBuilder } from "kysely";
import type { AuditRow } from "#app/audit/chain.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

/** Which events; an empty text means any. */
export type EventFilter = { type: string; subject: string; actor: string; from: string; to: string };

/** Returns events of a workspace's chain that fit, in its order. */
export async function readEvents(
  db: Db,
  workspaceId: string,
  { after, limit, ...filter }: EventFilter & { after: number; limit: number },
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
export async function countEvents(db: Db, workspaceId: string, filter: EventFilter): Promise<number> {
  const { count } = await db
    .selectFrom("auditEvents")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where((eb) => fits(eb, workspaceId, filter))
    .executeTakeFirstOrThrow();
  return count;
}

function fits(eb: ExpressionBuilder<Schema, "auditEvents">, workspaceId: string, filter: EventFilter) {
  const { type, subject, actor, from, to } = filter;
  return eb.and([
    eb("workspaceId", "=", workspaceId),
    ...(type === "" ? [] : [eb("type", "=", type)]),
    ...(subject === "" ? [] : [eb("subjectId", "=", subject)]),
    ...(actor === "" ? [] : [eb("actorId", "=", actor)]),
    ...(from === "" ? [] : [eb("at", ">=", from)]),
    ...(to === "" ? [] : [eb("at", "<", to)]),
  ]);
}
