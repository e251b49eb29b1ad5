import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Mailer } from "#app/mail/mailer.server.ts";
import type { Db } from "#db/connect.ts";
import type { JobReport } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { WriteContext } from "#db/write.ts";

/** The part of the server's log that jobs write to: an object, then a short sentence. */
export type JobLog = {
  info(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
};

/** What every job is given; it reaches for nothing else. */
export type JobContext = {
  db: Db;
  /** Where links in mails lead, without a slash at the end. */
  publicUrl: string;
  /** Null while no SMTP server is configured. */
  mailer: Mailer | null;
  /** Opens the links that wait sealed in the outbox. */
  secrets: SecretBox;
  log: JobLog;
  /** Whether what is due now was due while nothing ran. */
  isCatchingUp: boolean;
};

/** Something that is done for each workspace whenever its slot comes; safe to run twice. */
export type Job = {
  name: string;
  /** Five fields, in UTC: daylight saving neither skips nor repeats a slot. */
  cron: string;
  summary: string;
  /** Does what is due, at most `mostItems`, and reports counts. */
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

/** How many due items a run takes on; what is left waits for the next slot. */
export const mostItems = 500;
