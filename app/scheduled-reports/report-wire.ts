import { z } from "zod";
import { messageStates } from "#app/mail/message-states.ts";
import { mostRecipients, type Report, reportKinds, rhythms } from "./report.ts";
import { ReportContent } from "./report-content.ts";
import { ReportForm, type ReportWish } from "./report-form.ts";
import { kindWords, usualSchedules } from "./report-words.ts";

const instant = z.iso.datetime();
const { name, weekday, monthDay, time, userIds } = ReportForm.shape;

const fields = {
  name,
  weekday: weekday.describe("Of a weekly report; 1 is Monday."),
  month_day: monthDay.describe("Of a monthly report, or in the first month of a quarter."),
  time: time.describe("As 08:00, by the clocks of the workspace."),
  user_ids: userIds.default([]).describe("People who have a role in the register."),
  addresses: z
    .array(z.email().toLowerCase())
    .max(mostRecipients)
    .default([])
    .describe("Addresses outside; a new one takes the scope `approve` as well."),
  is_on: z.boolean().default(true),
};

/** A report, whole, as programs give it. */
export const ReportPut = z.object(fields);
export const ReportPost = z.object({ kind: z.enum(reportKinds), ...fields });

export const ReportWire = z.object({
  id: z.string(),
  kind: z.enum(reportKinds),
  rhythm: z.enum(Object.values(rhythms)),
  name: z.string(),
  weekday: z.number().int(),
  month_day: z.number().int(),
  time: z.string(),
  user_ids: z.array(z.string()),
  addresses: z.array(z.string()),
  is_on: z.boolean(),
  next_at: instant.nullable().describe("Null while it is off."),
  last_sent_at: instant.nullable(),
  created_at: instant,
  updated_at: instant,
});

const KindWire = z.object({
  kind: z.enum(reportKinds),
  label: z.string(),
  says: z.string(),
  rhythm: z.enum(Object.values(rhythms)),
  usual_schedule: z.object({ weekday: z.number(), month_day: z.number(), time: z.string() }),
});

export const ReportsWire = z.object({ kinds: z.array(KindWire), data: z.array(ReportWire) });

export const ReportRunWire = z.object({
  id: z.string(),
  report_id: z.string(),
  kind: z.enum(reportKinds),
  name: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  made_at: instant,
  made_by: z.string().nullable().describe("Who had it sent; null where it was due."),
  recipients: z.number().int(),
  left_out: z.array(z.string()).describe("People whom it names and who may not read it any more."),
});

export const ReportRunsWire = z.object({
  data: z.array(ReportRunWire),
  next_cursor: z.string().nullable().describe("Send it as `cursor`; null at the end."),
});

export const WholeReportRunWire = ReportRunWire.extend({
  sent_to: z.array(
    z.object({
      user_id: z.string().nullable(),
      address: z.string().nullable().describe("An address outside."),
      state: z.enum(messageStates).nullable().describe("How far its message has come; null where that is forgotten."),
    }),
  ),
  content: ReportContent.describe("What it said, as it was sent."),
});

export const RunsQuery = z.object({
  cursor: instant.optional().describe("`next_cursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** What the words of programs ask for, as the form does. */
export function wishOf({ month_day: monthDay, user_ids: userIds, is_on: isOn, ...rest }: z.output<typeof ReportPut>) {
  return { ...rest, monthDay, userIds, isOn } satisfies ReportWish;
}

type Times = { nextAt: string | null; lastAt: string | null };

export function reportWireOf(report: Report, { nextAt, lastAt }: Times): z.output<typeof ReportWire> {
  const { id, kind, name, weekday, monthDay, time, userIds, addresses, dueFrom, createdAt, updatedAt } = report;
  return {
    ...{ id, kind, rhythm: rhythms[kind], name, weekday, month_day: monthDay, time },
    ...{ user_ids: [...userIds], addresses: [...addresses], is_on: dueFrom !== null },
    ...{ next_at: nextAt, last_sent_at: lastAt, created_at: createdAt, updated_at: updatedAt },
  };
}

/** What can be sent, with the schedule that each kind usually has. */
export const kindsOnWire: z.output<typeof ReportsWire>["kinds"] = reportKinds.map((kind) => {
  const { weekday, monthDay, time } = usualSchedules[kind];
  const { label, text } = kindWords[kind];
  return {
    ...{ kind, label, says: text, rhythm: rhythms[kind] },
    usual_schedule: { weekday, month_day: monthDay, time },
  };
});
