import { z } from "zod";
import { Refused } from "#app/register/refused.ts";
import { type Control, type ControlContent, controlSchema } from "./control.ts";
import { checkResults } from "./control-states.ts";

type Typed = Record<string, string>;
type Errors = Record<string, string>;

/** Returns an entry of the catalogue as its form shows it. */
export function typedOfControl({ isEnabled, checkEveryDays, ...texts }: Control): Typed {
  return { ...texts, checkEveryDays: String(checkEveryDays), isEnabled: isEnabled ? "on" : "" };
}

type Read = { ok: true; typed: Typed; content: ControlContent } | { ok: false; typed: Typed; errors: Errors };

/** Reads the form of an entry; a box that is not ticked is not sent. */
export function readControlForm(form: FormData): Read {
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const read = controlSchema.safeParse({ ...typed, isEnabled: form.has("isEnabled") });
  if (read.success) return { ok: true, typed, content: read.data };
  return { ok: false, typed, errors: errorsOf(read.error) };
}

/** What the form says of itself when it was refused; anything else that was thrown is a fault and goes on. */
export function refusedControl(caught: unknown, typed: Typed): { status: number; typed: Typed; errors: Errors } {
  if (!(caught instanceof Refused)) throw caught;
  return { status: caught.status, typed, errors: { name: caught.message } };
}

/** A check of a record's control, as forms and the API send it. */
export const ControlCheckBody = z.object({
  control: z.string().min(1, "Choose the control."),
  result: z.enum(checkResults, "Say whether it works."),
  note: z.string().trim().min(1, "Say what was looked at and what was found.").max(1000, "At most 1,000 letters."),
});

/** Names what is wrong by field. */
export function errorsOf(fault: z.ZodError): Errors {
  return Object.fromEntries(fault.issues.map(({ path, message }) => [path.join("."), message]));
}
