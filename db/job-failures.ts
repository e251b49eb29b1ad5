import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** Something that a job could not do to one item; both names are empty where the run itself failed. */
export type FailedItem = { job: string; kind: string; item: string };

export type JobFailure = FailedItem & {
  /** What went wrong, without what nobody may read. */
  message: string;
  attempts: number;
  firstFailedAt: Instant;
  lastFailedAt: Instant;
  nextAttemptAt: Instant;
  /** Since when it is over: it went well, or nothing is due any more. */
  resolvedAt: Instant | null;
};

const shown = [
  "job",
  "kind",
  "item",
  "message",
  "attempts",
  "firstFailedAt",
  "lastFailedAt",
  "nextAttemptAt",
  "resolvedAt",
] as const;

type Failing = FailedItem & { message: string; attempts: number; nextAttemptAt: Instant };

/** Keeps that an item failed; one that had been resolved begins anew. */
export async function keepFailure(db: Db, workspaceId: string, failing: Failing, now: Instant): Promise<void> {
  const { message, attempts, nextAttemptAt } = failing;
  const news = { message, attempts, nextAttemptAt, lastFailedAt: now };
  await db
    .insertInto("jobFailures")
    .values({ workspaceId, ...failing, firstFailedAt: now, lastFailedAt: now, resolvedAt: null })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "job", "kind", "item"]).doUpdateSet((eb) => ({
        ...news,
        firstFailedAt: eb
          .case()
          .when("jobFailures.resolvedAt", "is", null)
          .then(eb.ref("jobFailures.firstFailedAt"))
          .else(now)
          .end(),
        resolvedAt: null,
      })),
    )
    .execute();
}

/** Ends a failure; false when it is over already. */
export async function resolveFailure(db: Db, workspaceId: string, failed: FailedItem, now: Instant): Promise<boolean> {
  return changeOpen(db, workspaceId, failed, { resolvedAt: now });
}

/** Lets the next run try an item again, however long it would have waited; false when it is over already. */
export async function hastenFailure(tx: Db, workspaceId: string, failed: FailedItem, now: Instant): Promise<boolean> {
  return changeOpen(tx, workspaceId, failed, { nextAttemptAt: now });
}

type Change = { resolvedAt: Instant } | { nextAttemptAt: Instant };

async function changeOpen(db: Db, workspaceId: string, { job, kind, item }: FailedItem, change: Change) {
  const changed = await db
    .updateTable("jobFailures")
    .set(change)
    .where("workspaceId", "=", workspaceId)
    .where("job", "=", job)
    .where("kind", "=", kind)
    .where("item", "=", item)
    .where("resolvedAt", "is", null)
    .returning("item")
    .executeTakeFirst();
  return changed !== undefined;
}

/** Returns what fails, whatever failed first on top; of one job where it is named. */
export async function listFailures(db: Db, workspaceId: string, job?: string): Promise<JobFailure[]> {
  let query = db
    .selectFrom("jobFailures")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .where("resolvedAt", "is", null);
  if (job !== undefined) query = query.where("job", "=", job);
  return query.orderBy("firstFailedAt").orderBy("job").orderBy("kind").orderBy("item").execute();
}

/** Returns when the first failing item of a job is to be tried again; null where nothing fails. */
export async function nextRetry(db: Db, workspaceId: string, job: string): Promise<Instant | null> {
  const row = await db
    .selectFrom("jobFailures")
    .select("nextAttemptAt")
    .where("workspaceId", "=", workspaceId)
    .where("job", "=", job)
    .where("resolvedAt", "is", null)
    .orderBy("nextAttemptAt")
    .limit(1)
    .executeTakeFirst();
  return row?.nextAttemptAt ?? null;
}

/** Forgets failures that were over before an instant. */
export async function forgetFailures(db: Db, workspaceId: string, job: string, before: Instant): Promise<void> {
  await db
    .deleteFrom("jobFailures")
    .where("workspaceId", "=", workspaceId)
    .where("job", "=", job)
    .where("resolvedAt", "<", before)
    .execute();
}
