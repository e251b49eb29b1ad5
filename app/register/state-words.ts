import type { ExceptionState } from "#app/engine/types.ts";

/** Each state as a word in a sentence: "it is now …". */
export const stateWords: Record<ExceptionState, string> = {
  draft: "a draft",
  submitted: "submitted",
  changes_requested: "sent back with a question",
  assessed: "rated, and waits for its approvals",
  approved: "approved, but not in place",
  active: "active",
  suspended: "on hold",
  rejected: "refused",
  withdrawn: "withdrawn",
  revoked: "revoked",
  closed: "closed",
};
