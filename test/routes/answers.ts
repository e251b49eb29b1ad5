import type { Handler, Outcome, Visit } from "#test/support/visit.ts";

/**
 * What each kind of visitor is answered: a status, or "→ where" for a redirect. `nobody` is whoever has not signed in
 * completely: without a session, with half of one, or with one that has ended.
 */
export type Answers = { nobody: Outcome["answer"]; stranger: Outcome["answer"]; auditor: Outcome["answer"] };

export type Entry = Visit & {
  file: string;
  handler: Handler;
  answers: Answers;
  /** Where it leaves a line in the log that this was given out, and changes nothing else, whoever asked for it. */
  isNoted?: true;
};

export const page = { nobody: "→ /sign-in", stranger: 200, auditor: 200 } as const;
export const record = { ...page, stranger: 404 } as const;
/** What auditors read and nobody else finds. */
export const change = { nobody: "→ /sign-in", stranger: 404, auditor: 403 } as const;
/** A stranger who is an admin at home sees and changes their own workspace with it. */
export const own = { ...page, auditor: 403 } as const;
export const api = { nobody: 401, stranger: 200, auditor: 200 } as const;
export const everyone = (answer: Outcome["answer"]): Answers => ({ nobody: answer, stranger: answer, auditor: answer });
