import type { Selectable } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { stateOf } from "#app/mail/message-states.ts";
import type { Period, Report, ReportKind } from "#app/scheduled-reports/report.ts";
import { Recipients } from "#app/scheduled-reports/report.ts";
import { ReportContent } from "#app/scheduled-reports/report-content.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

/** One sending of a report, as it was sent. */
export type ReportRun = {
  workspaceId: string;
  id: string;
  reportId: string;
  slot: string;
  kind: ReportKind;
  name: string;
  period: Period;
  madeAt: Instant;
  /** Who had it sent; null where it was due. */
  madeBy: string | null;
  content: ReportContent;
  recipients: Recipients;
};

const brief = [
  ...(["workspaceId", "id", "reportId", "slot", "kind", "name"] as const),
  ...(["periodFrom", "periodTo", "madeAt", "madeBy", "recipients"] as const),
] as const;

type Brief = Pick<Selectable<Schema["reportRuns"]>, (typeof brief)[number]>;

function briefOf({ kind, periodFrom, periodTo, recipients, ...row }: Brief): Omit<ReportRun, "content"> {
  return {
    ...row,
    kind: kind as ReportKind, // cast: written from the same type
    period: { from: periodFrom, to: periodTo },
    recipients: Recipients.parse(JSON.parse(recipients)),
  };
}

/** Keeps what is sent; false when this report was sent for that slot, by whichever node. */
export async function insertReportRun(tx: Db, { period, content, recipients, ...run }: ReportRun): Promise<boolean> {
  const kept = await tx
    .insertInto("reportRuns")
    .values({
      ...run,
      periodFrom: period.from,
      periodTo: period.to,
      content: JSON.stringify(content),
      recipients: JSON.stringify(recipients),
    })
    .onConflict((conflict) => conflict.columns(["workspaceId", "reportId", "slot"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Whether a report was sent for a slot. */
export async function hasReportRun(
  db: Db,
  { workspaceId, id }: Pick<Report, "workspaceId" | "id">,
  slot: string,
): Promise<boolean> {
  const row = await db
    .selectFrom("reportRuns")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("reportId", "=", id)
    .where("slot", "=", slot)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findReportRun(db: Db, workspaceId: string, id: string): Promise<ReportRun | undefined> {
  const row = await db
    .selectFrom("reportRuns")
    .select([...brief, "content"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { ...briefOf(row), content: ReportContent.parse(JSON.parse(row.content)) };
}

/** Returns a page of what a report sent, the newest first, without what it said. */
export async function listReportRuns(
  db: Db,
  workspaceId: string,
  { reportId, before, limit }: { reportId: string; before: Instant | null; limit: number },
): Promise<Omit<ReportRun, "content">[]> {
  const rows = await db
    .selectFrom("reportRuns")
    .select(brief)
    .where("workspaceId", "=", workspaceId)
    .where("reportId", "=", reportId)
    .$if(before !== null, (query) => query.where("madeAt", "<", before ?? ""))
    .orderBy("madeAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(briefOf);
}

/** Returns when each report of a workspace was last sent, by its id. */
export async function lastReportRuns(db: Db, workspaceId: string): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom("reportRuns")
    .select((eb) => ["reportId", eb.fn.max("madeAt").as("madeAt")])
    .where("workspaceId", "=", workspaceId)
    .groupBy("reportId")
    .execute();
  return new Map(rows.map(({ reportId, madeAt }) => [reportId, madeAt]));
}

/** Returns what became of the messages of a run, by their ids; those that were forgotten meanwhile are left out. */
export async function statesOfMessages(db: Db, workspaceId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, ReturnType<typeof stateOf>>();
  const rows = await db
    .selectFrom("outbox")
    .select([
      "id",
      "bundle",
      "bundledIn",
      "nextAttemptAt",
      "attempts",
      "triedFrom",
      "sentAt",
      "unmailedAt",
      "withheldAt",
    ])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, ...row }) => [id, stateOf(row)]));
}
