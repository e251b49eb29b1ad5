import { data, redirect } from "@remix-run/node";
import type { ZodSafeParseResult } from "zod";
import { issuesByField } from "#app/http/issues.ts";
import { Refused } from "#app/register/refused.ts";

type Typed = Record<string, string>;

/** Sends whoever sent a form on to where `carryOut` says, or back to it with what is wrong: beside its field, or above the form. */
export async function answerToForm<T>(
  typed: Typed,
  read: ZodSafeParseResult<T>,
  carryOut: (said: T) => Promise<string>,
) {
  if (!read.success) return comesBack(typed, { form: null, fields: issuesByField(read.error) }, 400);
  try {
    return redirect(await carryOut(read.data));
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const { field } = caught.more;
    const wrong =
      typeof field === "string"
        ? { form: null, fields: { [field]: caught.message } }
        : { form: caught.message, fields: {} };
    return comesBack(typed, wrong, caught.status);
  }
}

function comesBack(typed: Typed, wrong: { form: string | null; fields: Typed }, status: number) {
  return data({ ...wrong, typed }, { status });
}
