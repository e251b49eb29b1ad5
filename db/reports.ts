import type { Selectable } from "kysely";
import { z } from "zod";
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
