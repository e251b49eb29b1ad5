import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import {
  claimVerification,
  endVerification,
  listSilentVerifications,
  noteVerified,
  type Verification,
} from "#db/verifications.ts";
import { inTransaction } from "#db/write.ts";
import { recordVerdict } from "./record-verdict.server.ts";
import type { ChainProgress, Verdict } from "./verdict.ts";
import { verifyInThread } from "./verify-in-thread.server.ts";

type Running = {
  db: Db;
  databaseUrl: string;
  now(): Instant;
  /** Aborted when the server stops. */
  signal: AbortSignal;
};

const noteEveryMs = 1000;
const silentAfterMs = 60_000;
/** What a walk says whose server went away. */
export const serverStopped = "The server was stopped.";

/** Makes the walk that has waited longest, to its end; null when none waits. */
export async function runNextVerification(running: Running): Promise<string | null> {
  const { db, now } = running;
  const verification = await claimVerification(db, now());
  if (!verification) return null;
  try {
    await keepVerdict(db, verification, await walk(verification, running), now());
  } catch (fault) {
    const said = fault instanceof Error ? fault.message : String(fault);
    await endVerification(db, verification, { verdict: null, fault: said }, now());
  }
  return verification.id;
}

/** Ends the walks whose process has ended under them. */
export async function endSilentVerifications(db: Db, now: Instant): Promise<void> {
  const before = new Date(Date.parse(now) - silentAfterMs).toISOString();
  for (const silent of await listSilentVerifications(db, before))
    await endVerification(db, silent, { verdict: null, fault: serverStopped }, now);
}

async function walk(verification: Verification, { db, databaseUrl, now, signal }: Running): Promise<Verdict> {
  const { workspaceId, upTo } = verification;
  let last: { done: number; total: number | null } = { done: 0, total: null };
  const tell = (progress: ChainProgress) => {
    last = progress;
  };
  let noting: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    noting = noting.then(() => noteVerified(db, verification, last, now())).catch(() => undefined);
  }, noteEveryMs);
  try {
    return await verifyInThread({ databaseUrl, workspaceId, upTo, tell, signal });
  } finally {
    clearInterval(timer);
    await noting;
  }
}

/** Writes down what was found, in the walk and in the log itself, as said by whoever asked. */
export async function keepVerdict(db: Db, verification: Verification, verdict: Verdict, now: Instant): Promise<void> {
  const { workspaceId, id, startedBy } = verification;
  await inTransaction(db, async (tx) => {
    const total = verdict.firstBreak ? null : verdict.upToSeq;
    await noteVerified(tx, verification, { done: verdict.upToSeq, total }, now);
    if (!(await endVerification(tx, verification, { verdict, fault: null }, now))) return;
    const actor = { kind: "user", id: startedBy } as const;
    await recordVerdict(tx, { workspaceId, actor, now }, { verdict, verificationId: id });
  });
}
