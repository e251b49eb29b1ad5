import type { Verdict, VerifyTask } from "#app/audit/verdict.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { JobDescription } from "#app/job-runs/job-description.ts";
import type { Mailer } from "#app/mail/mailer.server.ts";
import type { Outside } from "#app/webhooks/outside.server.ts";
import type { Db } from "#db/connect.ts";
import type { JobReport } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { WriteContext } from "#db/write.ts";
import type { ItemBook } from "./item-book.ts";

/** The part of the server's log that jobs write to: an object, then a short sentence. */
export type JobLog = {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
};

/** What the process hands to every job; they reach for nothing else. */
export type JobTools = {
  db: Db;
  /** Walks the audit log and the streams of decisions; a server has a thread of its own do it. */
  verify(task: VerifyTask): Promise<Verdict>;
  /** Where links in mails lead, without a slash at the end. */
  publicUrl: string;
  /** Null while no SMTP server is configured. */
  mailer: Mailer | null;
  /** Opens the links that wait sealed in the outbox. */
  secrets: SecretBox;
  /** Speaks to the addresses that webhooks are sent to. */
  outside: Outside;
  log: JobLog;
  /** Aborted when the process is to end: what is due and not begun is left to the next run. */
  ending: AbortSignal;
};

/** What one run of a job is given. */
export type JobContext = JobTools & {
  /** Whether what is due now was due while nothing ran. */
  isCatchingUp: boolean;
  /** Which items failed, and when they are to be tried again; eachDue keeps it. */
  items: ItemBook;
};

/** Something that is done for each workspace whenever its slot comes; safe to run twice. */
export type Job = JobDescription & {
  /** Does what is due, at most `mostItems`, and reports counts; it is called again while there may be more. */
  run(context: JobContext, workspace: Workspace, now: Instant): Promise<JobReport>;
};

/** Who writes, for what a job changes. */
export function asJob(
  { isCatchingUp }: Pick<JobContext, "isCatchingUp">,
  name: string,
  { workspaceId, now }: { workspaceId: string; now: Instant },
): WriteContext {
  return { workspaceId, actor: { kind: "job", id: name }, now, isCatchingUp };
}

/** How many due items are read at once. */
export const mostItems = 500;

/** How many due items to read where a list is not paged: those that failed stand in it too, and must not fill it. */
export function mostDue({ items }: Pick<JobContext, "items">): number {
  return mostItems + items.waiting();
}
