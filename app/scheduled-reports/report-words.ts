import { quarterOf } from "#app/register/quarter.ts";
import { type Period, type ReportKind, type Rhythm, rhythms, type Schedule } from "./report.ts";

/** What each kind is called, and what it says. */
export const kindWords: Readonly<Record<ReportKind, { label: string; text: string }>> = {
  kpi_weekly: {
    label: "Weekly figures",
    text: "The figures of the week with their change, charts, what is overdue and what ends soon.",
  },
  kpi_monthly: {
    label: "Monthly figures",
    text: "The same over a calendar month, compared with the month before.",
  },
  governance_quarterly: {
    label: "Quarterly governance",
    text: "What was opened, decided and ended in the quarter, who kept what in time, and what was learned.",
  },
  grace_daily: {
    label: "People in grace",
    text: "Who still has time to enrol a second factor, and until when; the most urgent first.",
  },
};

/** When each kind comes unless somebody chooses otherwise. */
export const usualSchedules: Readonly<Record<ReportKind, Schedule>> = {
  kpi_weekly: { weekday: 1, monthDay: 1, time: "08:00" },
  kpi_monthly: { weekday: 1, monthDay: 1, time: "08:00" },
  governance_quarterly: { weekday: 1, monthDay: 3, time: "08:00" },
  grace_daily: { weekday: 1, monthDay: 1, time: "07:30" },
};

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Says when a report comes, as "Mondays at 08:00". */
export function scheduleText({ kind, weekday, monthDay, time }: Schedule & { kind: ReportKind }): string {
  const words: Record<Rhythm, string> = {
    day: "Every day",
    week: `${weekdays[weekday - 1] ?? "Monday"}s`,
    month: `Day ${monthDay} of each month`,
    quarter: `Day ${monthDay} of each quarter`,
  };
  return `${words[rhythms[kind]]} at ${time}`;
}

const parts = { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" } as const;
const dayFormat = new Intl.DateTimeFormat("en-GB", parts);
const monthFormat = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" });

/** Shows a calendar day as "16 Nov 2026". */
export function dayText(day: string): string {
  return dayFormat.format(Date.parse(day));
}

/** Says what a report is about: a week by its ends, a month and a quarter by name. */
export function periodText(kind: ReportKind, { from, to }: Period): string {
  const words: Record<Rhythm, string> = {
    day: dayText(to),
    week: `${dayText(from)} to ${dayText(to)}`,
    month: monthFormat.format(Date.parse(from)),
    quarter: `${quarterOf(from).slice(5)} ${from.slice(0, 4)}`,
  };
  return words[rhythms[kind]];
}
