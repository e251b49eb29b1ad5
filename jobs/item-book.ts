import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { type FailedItem, type JobFailure, keepFailure, listFailures, resolveFailure } from "#db/job-failures.ts";
import { faultWords } from "./fault-words.ts";
import { pauseAfter } from "./next-attempt.ts";

/** An item as one run sees it; `kind` keeps apart what a job does to one and the same item. */
export type Item = { kind: string; id: string };

/** What one run knows of items that failed before, and what came of those that it took on. */
export type ItemBook = {
  /** How many items wait for their next attempt. */
  waiting(): number;
  /** Whether an item failed lately and is not to be tried again yet. */
  isWaiting(item: Item): boolean;
  failed(item: Item, fault: unknown): Promise<void>;
  done(item: Item): Promise<void>;
  /** It is no failure any more, though not by this run: another node has done it. */
  settled(item: Item): Promise<void>;
  /** How many items went well, and how many failed. */
  counts(): { done: number; failed: number };
};

/** The book of a run, and what its runner does at the end. */
export type KeptBook = ItemBook & {
  /** Ends failures that were due for another attempt and that the run did not find due any more. */
  close(): Promise<void>;
};

const key = ({ kind, id }: Item) => `${kind}\n${id}`;
const itemOf = (job: string, { kind, id }: Item): FailedItem => ({ job, kind, item: id });

/** Opens the book of a run: an item that fails is kept, tried again with growing pauses, and gone once it went well. */
export async function openBook(
  db: Db,
  { workspaceId, job, now }: { workspaceId: string; job: string; now: Instant },
): Promise<KeptBook> {
  const open = new Map<string, JobFailure>();
  for (const failure of await listFailures(db, workspaceId, job))
    open.set(key({ kind: failure.kind, id: failure.item }), failure);
  const toRetry = new Map([...open].filter(([, { nextAttemptAt }]) => nextAttemptAt <= now));
  const counts = { done: 0, failed: 0 };

  const settle = async (item: Item) => {
    toRetry.delete(key(item));
    if (open.delete(key(item))) await resolveFailure(db, workspaceId, itemOf(job, item), now);
  };
  return {
    waiting: () => open.size - toRetry.size,
    isWaiting: (item) => open.has(key(item)) && !toRetry.has(key(item)),
    failed: async (item, fault) => {
      counts.failed += 1;
      const before = open.get(key(item));
      const attempts = (before?.attempts ?? 0) + 1;
      const nextAttemptAt = addHours(now, pauseAfter(attempts));
      const failing = { ...itemOf(job, item), message: faultWords(fault), attempts, nextAttemptAt };
      await keepFailure(db, workspaceId, failing, now);
      const times = { firstFailedAt: before?.firstFailedAt ?? now, lastFailedAt: now, resolvedAt: null };
      open.set(key(item), { ...failing, ...times });
      toRetry.delete(key(item));
    },
    done: async (item) => {
      counts.done += 1;
      await settle(item);
    },
    settled: settle,
    counts: () => ({ ...counts }),
    close: async () => {
      for (const { kind, item } of [...toRetry.values()]) await settle({ kind, id: item });
    },
  };
}
