import { data } from "@remix-run/node";
import type { z } from "zod";
import { Refused } from "#app/register/refused.ts";

/** What a form says of itself when it comes back: a sentence on the whole of it, and one for each wrong field. */
export type FormErrors = { form: string | null; fields: Record<string, string> };

/** The answer to a form with missing or malformed fields. */
export function wrongFields(fault: z.ZodError) {
  const fields = Object.fromEntries(fault.issues.map(({ path, message }) => [path.join("."), message]));
  return data({ errors: { form: null, fields } satisfies FormErrors }, { status: 400 });
}

/** The answer to a form that was refused. Anything else that was thrown is a fault and goes on to the error page. */
export function refusedForm(caught: unknown) {
  if (!(caught instanceof Refused)) throw caught;
  return data({ errors: { form: caught.message, fields: {} } as FormErrors }, { status: caught.status });
}
