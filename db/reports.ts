import type { Selectable } from "kysely";
import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { Report, ReportKind } from "#app/scheduled-reports/report.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

const Names = z.array(z.string());

function reportOf({ kind, userIds, addresses, ...row }: Selectable<Schema["reports"]>): Report {
  return {
    ...row,
    kind: kind as ReportKind, // cast: written from the same type
    userIds: Names.parse(JSON.parse(userIds)),
    addresses: Names.parse(JSON.parse(addresses)),
  };
}

function rowOf({ userIds, addresses, ...report }: Report): Schema["reports"] {
  return { ...report, userIds: JSON.stringify(userIds), addresses: JSON.stringify(addresses) };
}

/** Returns the reports of a workspace that were not removed, the oldest first. */
export async function listReports(db: Db, workspaceId: string): Promise<Report[]> {
  const rows = await db
    .selectFrom("reports")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("removedAt", "is", null)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map(reportOf);
}

/** Returns a report, also one that was removed. */
export async function findReport(db: Db, workspaceId: string, id: string): Promise<Report | undefined> {
  const row = await db
    .selectFrom("reports")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && reportOf(row);
}

export async function insertReport(tx: Db, report: Report): Promise<void> {
  await tx.insertInto("reports").values(rowOf(report)).execute();
}

export async function updateReport(tx: Db, report: Report): Promise<void> {
  const { workspaceId, id, ...row } = rowOf(report);
  await tx.updateTable("reports").set(row).where("workspaceId", "=", workspaceId).where("id", "=", id).execute();
}

/** Somebody who may read reports. */
export type ReportReader = { id: string; userName: string; displayName: string };

/** Returns who may read reports at an instant, of some people or of all: who has a role, is not barred, and has access still. */
export async function reportReaders(
  db: Db,
  workspaceId: string,
  { among, now }: { among: readonly string[] | null; now: Instant },
): Promise<ReportReader[]> {
  return db
    .selectFrom("users")
    .select(["id", "userName", "displayName"])
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    .where((eb) => eb.or([eb("accessEndsAt", "is", null), eb("accessEndsAt", ">", now)]))
    .where("id", "in", (eb) =>
      eb.selectFrom("roleGrants").select("roleGrants.userId").where("roleGrants.workspaceId", "=", workspaceId),
    )
    .$if(among !== null, (query) => query.where("id", "in", among && among.length > 0 ? among : [""]))
    .orderBy("displayName")
    .execute();
}
