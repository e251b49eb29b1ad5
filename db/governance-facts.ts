import type { EventType } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** From an instant on and before another. */
export type Span = { from: Instant; to: Instant };

/** Returns how often events of some types happened in a span of time; a type that never did is left out. */
export async function countEvents(
  db: Db,
  workspaceId: string,
  { from, to, types }: Span & { types: readonly EventType[] },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("auditEvents")
    .select((eb) => ["type", eb.fn.countAll<number>().as("count")])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">=", from)
    .where("at", "<", to)
    .where("type", "in", types)
    .groupBy("type")
    .execute();
  return new Map(rows.map(({ type, count }) => [type, Number(count)]));
}

/** An event without what it says. */
export type EventHead = { at: Instant; type: string; actorKind: string; actorId: string | null; subjectId: string };

/** Returns the events of some types in a span of time, the earliest first. */
export async function eventsBetween(
  db: Db,
  workspaceId: string,
  { from, to, types, limit }: Span & { types: readonly EventType[]; limit: number },
): Promise<EventHead[]> {
  return db
    .selectFrom("auditEvents")
    .select(["at", "type", "actorKind", "actorId", "subjectId"])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">=", from)
    .where("at", "<", to)
    .where("type", "in", types)
    .orderBy("seq")
    .limit(limit)
    .execute();
}

/** Counts the exceptions whose approvals were complete in a span of time. */
export async function countApproved(db: Db, workspaceId: string, { from, to }: Span): Promise<number> {
  const { count } = await db
    .selectFrom("exceptions")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("approvedAt", ">=", from)
    .where("approvedAt", "<", to)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Returns the exceptions that are live at an instant, those first that have been in force for longest. */
export async function longestLived(
  db: Db,
  workspaceId: string,
  { at, limit }: { at: Instant; limit: number },
): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "active")
    .where("startsAt", "<=", at)
    .where("endsAt", ">", at)
    .orderBy("activatedAt")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(exceptionOf);
}

/** Returns the exceptions that were closed in a span of time, the earliest first. */
export async function closedBetween(
  db: Db,
  workspaceId: string,
  { from, to, limit }: Span & { limit: number },
): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "closed")
    .where("updatedAt", ">=", from)
    .where("updatedAt", "<", to)
    .orderBy("updatedAt")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(exceptionOf);
}

/** How many records somebody took on a duty for, how many people did, and how often one person holds two for one record. */
export type DutyFigures = { exceptions: number; people: number; twice: number };

/** Counts who had which part in records of a span of time, and looks whether anybody has two for the same one. */
export async function dutyFigures(db: Db, workspaceId: string, { from, to }: Span): Promise<DutyFigures> {
  const { exceptions, people } = await db
    .selectFrom("duties")
    .select((eb) => [
      eb.fn.count<number>("exceptionId").distinct().as("exceptions"),
      eb.fn.count<number>("userId").distinct().as("people"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">=", from)
    .where("at", "<", to)
    .executeTakeFirstOrThrow();
  const twice = await db
    .selectFrom("duties")
    .select("exceptionId")
    .where("workspaceId", "=", workspaceId)
    .groupBy(["exceptionId", "userId"])
    .having((eb) => eb.fn.count("duty").distinct(), ">", 1)
    .limit(1000)
    .execute();
  return { exceptions: Number(exceptions), people: Number(people), twice: twice.length };
}

/** A sign-in of an account for emergencies that others may belong to. */
export type UseHead = { id: string; at: Instant; userId: string; classification: string | null };

/** Returns how accounts for emergencies were used in a span of time, the earliest first. */
export async function usesBetween(
  db: Db,
  workspaceId: string,
  { from, to, limit }: Span & { limit: number },
): Promise<UseHead[]> {
  return db
    .selectFrom("breakGlassUses")
    .select(["id", "at", "userId", "classification"])
    .where("workspaceId", "=", workspaceId)
    .where("partOf", "is", null)
    .where("at", ">=", from)
    .where("at", "<", to)
    .orderBy("at")
    .orderBy("id")
    .limit(limit)
    .execute();
}
