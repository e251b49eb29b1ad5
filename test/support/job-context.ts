import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Mailer } from "#app/mail/mailer.server.ts";
import type { JobContext } from "#jobs/job.ts";
import type { TestDatabase } from "./databases.ts";

/** Seals nothing, so that a test reads what is queued. */
export const plainSecrets: SecretBox = { seal: (plain) => plain, open: (sealed) => sealed };

/** What a job is given in tests: it logs nowhere, and sends nothing unless a mailer is handed in. */
export function jobContext({ db }: Pick<TestDatabase, "db">, mailer: Mailer | null = null): JobContext {
  const log = { info: () => undefined, error: () => undefined };
  return { db, publicUrl: "https://register.example", mailer, secrets: plainSecrets, log, isCatchingUp: false };
}
