import { verifyAll } from "#app/audit/verify-all.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Mailer } from "#app/mail/mailer.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import type { ItemBook } from "#jobs/item-book.ts";
import type { JobContext } from "#jobs/job.ts";
import type { TestDatabase } from "./databases.ts";

/** Seals nothing, so that a test reads what is queued. */
export const plainSecrets: SecretBox = { seal: (plain) => plain, open: (sealed) => sealed };

/** Receivers of tests are on this machine. */
export const toLoopback = createOutside({ allowedNetworks: ["127.0.0.0/8"] });

/** Keeps nothing of what failed: for tests of one run, in which nothing is tried again. */
function forgetfulBook(): ItemBook {
  const counts = { done: 0, failed: 0 };
  return {
    waiting: () => 0,
    isWaiting: () => false,
    failed: async () => {
      counts.failed += 1;
    },
    done: async () => {
      counts.done += 1;
    },
    settled: async () => undefined,
    counts: () => ({ ...counts }),
  };
}

/** What a job is given in tests: it logs nowhere, and sends nothing unless a mailer is handed in. */
export function jobContext({ db }: Pick<TestDatabase, "db">, mailer: Mailer | null = null): JobContext {
  const silent = () => undefined;
  return {
    db,
    verify: (task) => verifyAll(db, task),
    publicUrl: "https://register.example",
    mailer,
    secrets: plainSecrets,
    outside: toLoopback,
    log: { info: silent, warn: silent, error: silent },
    ending: new AbortController().signal,
    isCatchingUp: false,
    items: forgetfulBook(),
  };
}
