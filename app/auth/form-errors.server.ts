import { data } from "@remix-run/node";
import { z } from "zod";
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

/** What is wrong with a form, by the schema that it was read by or by the rules, which may name a field. */
export function errorsOf(caught: unknown): { errors: FormErrors; status: number } {
  if (caught instanceof z.ZodError)
    return {
      errors: {
        form: null,
        fields: Object.fromEntries(caught.issues.map(({ path, message }) => [path.join("."), message])),
      },
      status: 400,
    };
  if (!(caught instanceof Refused)) throw caught;
  const { message, status, more } = caught;
  const { field } = more;
  const isOfField = typeof field === "string";
  return { errors: { form: isOfField ? null : message, fields: isOfField ? { [field]: message } : {} }, status };
}
