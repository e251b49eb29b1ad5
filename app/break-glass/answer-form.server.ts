import { data } from "@remix-run/node";
import type { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import { asksForStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { typedTime } from "#app/register/typed-time.ts";
import { AttestationContent, RotationContent } from "./account-forms.ts";
import { attestRotation, recordRotation } from "./rotate.server.ts";
import type { SecretKind } from "./rotation.ts";

type Typed = Record<string, string>;

/** What a form brought, as text; there are no files in these. */
export function typedIn(form: FormData): Typed {
  return Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
}

/** The answer to a form that comes back: what was typed, and what is wrong with it. */
function comesBack(typed: Typed, errors: Typed, status: number) {
  return data({ sent: { intent: typed.intent ?? "", typed, errors } }, { status });
}

/** Says of each field what is wrong with it. */
export function wrongIn(typed: Typed, fault: z.ZodError) {
  const errors = Object.fromEntries(fault.issues.map(({ path, message }) => [path.join("."), message]));
  return comesBack(typed, errors, 400);
}

type Call = { request: Request; context: RequestContext };

/** Carries a form out; whoever has to use a factor first comes back to it, and what is refused is said beside its field. */
export async function carriedOut<T>(
  call: Call,
  { caller, form }: { caller: Caller; form: FormData },
  carryOut: () => Promise<T>,
) {
  try {
    return { done: await carryOut(), refused: null };
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor(call, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    const field = typeof caught.more.field === "string" ? caught.more.field : "form";
    return { done: null, refused: comesBack(typedIn(form), { [field]: caught.message }, caught.status) };
  }
}

type Rotating = { caller: Caller; form: FormData; subject: { kind: SecretKind; id: string } };

/** Records or attests a rotation, as the form on the page of its secret says; null once it is done. */
export async function answerRotationForm(call: Call, { caller, form, subject }: Rotating) {
  const { db, now } = call.context;
  const typed = typedIn(form);
  if (typed.intent === "attest") {
    const read = AttestationContent.safeParse(typed);
    if (!read.success) return wrongIn(typed, read.error);
    const attesting = { caller, rotationId: typed.rotationId ?? "", ...read.data, now };
    return (await carriedOut(call, { caller, form }, () => attestRotation(db, attesting))).refused;
  }
  const rotatedAt = typedTime(typed.rotatedAt ?? "", caller.workspace.timeZone);
  const read = RotationContent.safeParse({ ...typed, rotatedAt });
  if (!read.success) return wrongIn(typed, read.error);
  const recording = { caller, ...subject, ...read.data, rotatedAt: toTheMillisecond(read.data.rotatedAt), now };
  return (await carriedOut(call, { caller, form }, () => recordRotation(db, recording))).refused;
}

/** Instants are text of one width, so that they compare as text. */
function toTheMillisecond(instant: string): string {
  return new Date(instant).toISOString();
}
