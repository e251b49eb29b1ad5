import { z } from "zod";
import { reportKinds } from "#app/scheduled-reports/report.ts";
import { personal } from "./personal.ts";

const text = z.string();
const id = z.string().min(1);
const day = z.iso.date();

const reportFacts = z.object({
  name: text,
  kind: z.enum(reportKinds),
  weekday: z.number().int(),
  monthDay: z.number().int(),
  time: text,
  isOn: z.boolean(),
  userIds: z.array(id),
  /** Addresses of people outside, who have not chosen to stand in this log. */
  addresses: z.array(personal),
});

/** The events of what is sent by the calendar. */
export const reportEvents = {
  // When an admin adds a report.
  "report.created": reportFacts,
  // When an admin changes whom it goes to or when, or turns it on or off.
  "report.changed": z.object({ before: reportFacts, after: reportFacts }),
  // When it is taken away; what it sent stays.
  "report.removed": z.object({ name: text, kind: z.enum(reportKinds) }),
  // When it is sent, because it was due or because an admin had it sent; the hash is that of what it says.
  "report.sent": z.object({
    runId: id,
    kind: z.enum(reportKinds),
    isByHand: z.boolean(),
    from: day,
    to: day,
    toIds: z.array(id),
    addresses: z.array(personal),
    leftOutIds: z.array(id),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
} as const;
