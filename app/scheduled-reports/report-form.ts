import { z } from "zod";
import { mostRecipients, type Report, reportKinds } from "./report.ts";

const addresses = z
  .string()
  .max(20_000)
  .default("")
  .transform((text) => [...new Set(text.split(/[\s,;]+/).flatMap((part) => (part === "" ? [] : [part.toLowerCase()])))])
  .superRefine((list, { addIssue }) => {
    const wrong = list.filter((address) => !z.email().safeParse(address).success);
    if (wrong.length > 0) addIssue({ code: "custom", message: `Enter whole addresses: ${wrong.join(", ")}.` });
    if (list.length > mostRecipients) addIssue({ code: "custom", message: `Enter at most ${mostRecipients}.` });
  });

/** A report as an admin enters it; what a kind does not use keeps its usual value. */
export const ReportForm = z.object({
  name: z.string().trim().min(1, "Say what it is called.").max(120, "Use at most 120 characters."),
  weekday: z.coerce.number("Choose a day.").int().min(1, "Choose a day.").max(7, "Choose a day.").default(1),
  monthDay: z.coerce
    .number("Enter a day from 1 to 28.")
    .int("Enter a day from 1 to 28.")
    .min(1, "Enter a day from 1 to 28.")
    .max(28, "Enter a day from 1 to 28, which every month has.")
    .default(1),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 08:00."),
  userIds: z.array(z.string().max(64)).max(mostRecipients, `Choose at most ${mostRecipients} people.`),
  addresses,
  isOn: z.boolean(),
});
export type ReportWish = z.output<typeof ReportForm>;

export const KindField = z.enum(reportKinds, "Choose what it says.");

/** Gathers what the schema reads from a form. */
export function reportIn(form: FormData): unknown {
  const text = (name: string) => (form.has(name) ? String(form.get(name)) : undefined);
  return {
    ...{ name: text("name") ?? "", weekday: text("weekday"), monthDay: text("monthDay"), time: text("time") ?? "" },
    ...{ userIds: form.getAll("userIds").map(String), addresses: text("addresses"), isOn: form.get("isOn") === "on" },
  };
}

/** What a form holds, for filling it in again. */
export type TypedReport = {
  name: string;
  weekday: string;
  monthDay: string;
  time: string;
  userIds: string[];
  addresses: string;
  isOn: boolean;
};

export function typedIn(form: FormData): TypedReport {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    ...{ name: text("name"), weekday: text("weekday"), monthDay: text("monthDay"), time: text("time") },
    ...{ userIds: form.getAll("userIds").map(String), addresses: text("addresses"), isOn: form.get("isOn") === "on" },
  };
}

export function typedOf(report: Omit<ReportWish, "isOn"> & Pick<Report, "dueFrom">): TypedReport {
  const { name, weekday, monthDay, time, userIds } = report;
  return {
    ...{ name, weekday: String(weekday), monthDay: String(monthDay), time, userIds: [...userIds] },
    ...{ addresses: report.addresses.join("\n"), isOn: report.dueFrom !== null },
  };
}
