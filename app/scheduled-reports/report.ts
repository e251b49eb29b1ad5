import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";

export const reportKinds = ["kpi_weekly", "kpi_monthly", "governance_quarterly", "grace_daily"] as const;
/** What a report says, and how often. */
export type ReportKind = (typeof reportKinds)[number];

/** How often a kind comes. */
export const rhythms = {
  kpi_weekly: "week",
  kpi_monthly: "month",
  governance_quarterly: "quarter",
  grace_daily: "day",
} as const satisfies Record<ReportKind, string>;
export type Rhythm = (typeof rhythms)[ReportKind];

/** When a report is due by the clocks of its workspace; each rhythm uses what it needs of it. */
export type Schedule = {
  /** 1 is Monday. */
  weekday: number;
  /** The day of the month, or of the first month of the quarter. */
  monthDay: number;
  /** As 08:00. */
  time: string;
};

/** Something that is sent by the calendar. */
export type Report = Schedule & {
  workspaceId: string;
  id: string;
  kind: ReportKind;
  name: string;
  /** People of the workspace, by their ids. */
  userIds: readonly string[];
  /** Addresses of people outside. */
  addresses: readonly string[];
  /** Since when its times count; null while it is off. */
  dueFrom: Instant | null;
  createdBy: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  removedAt: Instant | null;
};

/** Calendar days of the workspace, both included. */
export type Period = { from: string; to: string };

/** Whom one run went to, and who was left out although the report names them. */
export const Recipients = z.object({
  sent: z.array(
    z.object({ messageId: z.string(), userId: z.string().nullable(), address: z.string().nullable() }).readonly(),
  ),
  /** People who are barred or have no role any more. */
  leftOut: z.array(z.string()),
});
export type Recipients = z.output<typeof Recipients>;

/** More than this a report is not sent to; a mailing list is one address. */
export const mostRecipients = 50;
