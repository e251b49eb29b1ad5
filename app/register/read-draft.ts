import { issuesByField } from "#app/http/issues.ts";
import { type Draft, DraftSchema } from "./exception-schemas.ts";

export type ReadDraft = { ok: true; draft: Draft } | { ok: false; errors: Record<string, string> };

/** Judges what a form has typed; a message about a part stands at its field. */
export function readDraft(typed: Record<string, unknown>): ReadDraft {
  const draft = DraftSchema.safeParse(typed);
  const errors = draft.success ? {} : issuesByField(draft.error);
  if (typed.beneficiaryId === "") errors.beneficiaryId = "Name the person whom it is for, or choose “Me”.";
  return draft.success && Object.keys(errors).length === 0 ? { ok: true, draft: draft.data } : { ok: false, errors };
}

/** Returns the form's name of a field that the rules name as the API does, `ownerId` for `owner_id`. */
export function formField(field: string): string {
  return field.startsWith("details.") ? field : field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
