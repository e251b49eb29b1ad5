import type { Selectable } from "kysely";
import { z } from "zod";
import type { Incident, IncidentReport } from "#app/break-glass/incident.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

const StoredReport = z.object({
  who: z.string(),
  when: z.string(),
  where: z.string(),
  how: z.string(),
  actions: z.string(),
  contain: z.string(),
  eradicate: z.string(),
  recover: z.string(),
  policyVersions: z.array(z.number()),
}) satisfies z.ZodType<IncidentReport>;

/** Takes the next id of the year, as INC-2026-0001; inside a write, so that a number is never given twice. */
export async function nextIncidentId(tx: Db, workspaceId: string, year: number): Promise<string> {
  const { last } = await tx
    .insertInto("incidentCounters")
    .values({ workspaceId, year, last: 1 })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "year"]).doUpdateSet((eb) => ({ last: eb("incidentCounters.last", "+", 1) })),
    )
    .returning("last")
    .executeTakeFirstOrThrow();
  return `INC-${year}-${String(last).padStart(4, "0")}`;
}

export async function insertIncident(
  tx: Db,
  workspaceId: string,
  { report, ...incident }: Omit<Incident, "closedBy" | "closedAt">,
): Promise<void> {
  await tx
    .insertInto("incidents")
    .values({ workspaceId, ...incident, report: JSON.stringify(report), closedBy: null, closedAt: null })
    .execute();
}

export async function findIncident(db: Db, workspaceId: string, id: string): Promise<Incident | undefined> {
  const row = await db
    .selectFrom("incidents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && incidentOf(row);
}

/** Returns the latest incidents. */
export async function listIncidents(db: Db, workspaceId: string, limit: number): Promise<Incident[]> {
  const rows = await db
    .selectFrom("incidents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy("openedAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(incidentOf);
}

/** Returns the emergency that was declared when an account signed in, the latest where there are several. */
export async function findEmergencyAt(db: Db, workspaceId: string, at: Instant): Promise<Incident | undefined> {
  const row = await db
    .selectFrom("incidents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("declaredAt", "<=", at)
    .where("beginsAt", "<=", at)
    .where("endsAt", ">", at)
    .orderBy("declaredAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && incidentOf(row);
}

/** Returns the draft about an account that nobody has taken on yet. */
export async function findDraftOf(db: Db, workspaceId: string, userId: string): Promise<Incident | undefined> {
  const row = await db
    .selectFrom("incidents")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("declaredAt", "is", null)
    .where("closedAt", "is", null)
    .orderBy("openedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && incidentOf(row);
}

type Declaring = Pick<Incident, "id" | "title" | "reference" | "reason" | "endsAt" | "declaredBy" | "declaredAt">;

/** Makes a draft an incident that people see to, once. */
export async function declareDraft(tx: Db, workspaceId: string, { id, ...declared }: Declaring): Promise<boolean> {
  const done = await tx
    .updateTable("incidents")
    .set(declared)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("declaredAt", "is", null)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return done !== undefined;
}

/** Ends an emergency before its time, once. */
export async function endEmergency(
  tx: Db,
  workspaceId: string,
  { id, endsAt }: { id: string; endsAt: Instant },
): Promise<boolean> {
  const ended = await tx
    .updateTable("incidents")
    .set({ endsAt })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("declaredAt", "is not", null)
    .where("endsAt", ">", endsAt)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return ended !== undefined;
}

/** Keeps a report in the place of the one before; false when the incident is closed. */
export async function keepReport(
  tx: Db,
  workspaceId: string,
  { id, report }: Pick<Incident, "id" | "report">,
): Promise<boolean> {
  const kept = await tx
    .updateTable("incidents")
    .set({ report: JSON.stringify(report) })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Closes an incident, once. */
export async function closeIncident(
  tx: Db,
  workspaceId: string,
  { id, ...closing }: { id: string; closedBy: string; closedAt: Instant },
): Promise<boolean> {
  const closed = await tx
    .updateTable("incidents")
    .set(closing)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return closed !== undefined;
}

function incidentOf({ workspaceId: _, report, ...row }: Selectable<Schema["incidents"]>): Incident {
  return { ...row, report: StoredReport.parse(JSON.parse(report)) };
}
