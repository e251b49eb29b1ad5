import type { Selectable } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { DisabledFor, Endpoint, Format } from "#app/webhooks/endpoint.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

type Row = Schema["webhookEndpoints"];

function endpointOf({ format, eventTypes, namesPeople, isEnabled, disabledFor, ...row }: Selectable<Row>): Endpoint {
  return {
    ...row,
    format: format as Format, // cast: written from the same type
    eventTypes: eventTypes.split(" ").filter(Boolean),
    namesPeople: namesPeople === 1,
    isEnabled: isEnabled === 1,
    disabledFor: disabledFor as DisabledFor | null, // cast: written from the same type
  };
}

function rowOf({ eventTypes, namesPeople, isEnabled, ...endpoint }: Endpoint): Row {
  return {
    ...endpoint,
    eventTypes: eventTypes.join(" "),
    namesPeople: namesPeople ? 1 : 0,
    isEnabled: isEnabled ? 1 : 0,
  };
}

/** Returns the receivers of a workspace, the oldest first and those that were removed last. */
export async function listEndpoints(db: Db, workspaceId: string): Promise<Endpoint[]> {
  const rows = await db
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy((eb) => eb.case().when("removedAt", "is", null).then(0).else(1).end())
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map(endpointOf);
}

/** Returns the receivers that something is sent to. */
export async function listEnabledEndpoints(db: Db, workspaceId: string): Promise<Endpoint[]> {
  const rows = await db
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("isEnabled", "=", 1)
    .orderBy("id")
    .execute();
  return rows.map(endpointOf);
}

export async function findEndpoint(db: Db, workspaceId: string, id: string): Promise<Endpoint | undefined> {
  const row = await db
    .selectFrom("webhookEndpoints")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && endpointOf(row);
}

export async function insertEndpoint(tx: Db, endpoint: Endpoint): Promise<void> {
  await tx.insertInto("webhookEndpoints").values(rowOf(endpoint)).execute();
}

/** Saves what people decide about a receiver; how far it has come and how it answers are noted elsewhere. */
export async function updateEndpoint(tx: Db, endpoint: Endpoint): Promise<void> {
  const { workspaceId, id, lastSeq: _, lastSuccessAt: __, failures: ___, failingSince: ____, ...row } = rowOf(endpoint);
  await tx
    .updateTable("webhookEndpoints")
    .set(row)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Moves a receiver on in the audit log; false when another node did meanwhile, or it is not sent to any more. */
export async function moveCursor(
  tx: Db,
  { workspaceId, id, lastSeq }: Pick<Endpoint, "workspaceId" | "id" | "lastSeq">,
  to: number,
): Promise<boolean> {
  const moved = await tx
    .updateTable("webhookEndpoints")
    .set({ lastSeq: to })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("isEnabled", "=", 1)
    .where("lastSeq", "=", lastSeq)
    .returning("id")
    .executeTakeFirst();
  return moved !== undefined;
}

type Key = Pick<Endpoint, "workspaceId" | "id">;

/** Begins anew for a receiver that is enabled: with what happens from here on, and without the failures of before. */
export async function beginAnew(tx: Db, { workspaceId, id }: Key, lastSeq: number): Promise<void> {
  await tx
    .updateTable("webhookEndpoints")
    .set({ lastSeq, failures: 0, failingSince: null })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function noteSuccess(tx: Db, { workspaceId, id }: Key, now: Instant): Promise<void> {
  await tx
    .updateTable("webhookEndpoints")
    .set({ lastSuccessAt: now, failures: 0, failingSince: null })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Counts an attempt that failed; returns since when every one has. */
export async function noteFailure(tx: Db, { workspaceId, id }: Key, now: Instant): Promise<Instant> {
  const { failingSince } = await tx
    .updateTable("webhookEndpoints")
    .set((eb) => ({ failures: eb("failures", "+", 1), failingSince: eb.fn.coalesce("failingSince", eb.val(now)) }))
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .returning("failingSince")
    .executeTakeFirstOrThrow();
  return failingSince ?? now;
}

/** Sends nothing more to a receiver; false when it was disabled already. */
export async function disableEndpoint(
  tx: Db,
  { workspaceId, id }: Key,
  { reason, now }: { reason: DisabledFor; now: Instant },
): Promise<boolean> {
  const disabled = await tx
    .updateTable("webhookEndpoints")
    .set({ isEnabled: 0, disabledFor: reason, disabledAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("isEnabled", "=", 1)
    .returning("id")
    .executeTakeFirst();
  return disabled !== undefined;
}
