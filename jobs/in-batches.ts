import { setTimeout } from "node:timers/promises";
import type { Db } from "#db/connect.ts";
import { inTransaction } from "#db/write.ts";
import { Ending, eachDue } from "./each-due.ts";
import type { JobContext } from "./job.ts";

/** So few that whoever signs in meanwhile waits for milliseconds, and so many that what a commit costs is shared. */
const together = 20;
/** For each millisecond of a batch so many are left to sign-ins, which one SQLite connection decides between the batches. */
const leftToOthers = 4;
const longestPauseMs = 250;

/**
 * Acts on due items as eachDue does, several in one transaction: each still writes its own events, and all of them are
 * kept or none. Where one fails, or another node was there first, the batch is undone and done again item by item. `act`
 * may therefore be called twice for an item; `onDone` is told once, of what has been kept.
 */
export async function inBatches<Due extends { id: string }, Outcome>(
  context: Pick<JobContext, "db" | "log" | "items" | "ending">,
  due: readonly Due[],
  act: (tx: Db, item: Due) => Promise<Outcome>,
  { kind = "", onDone = () => {} }: { kind?: string; onDone?: (outcome: Outcome) => void } = {},
): Promise<{ done: number; failed: number }> {
  const { db, items, ending } = context;
  const counts = { done: 0, failed: 0 };
  const open = due.filter(({ id }) => !items.isWaiting({ kind, id }));
  let tookMs = 0;
  for (let from = 0; from < open.length; from += together) {
    if (ending.aborted) throw new Ending();
    const pauseMs = Math.min(leftToOthers * tookMs, longestPauseMs);
    if (pauseMs > 0) await setTimeout(pauseMs);
    const began = performance.now();
    const batch = open.slice(from, from + together);
    const outcomes = batch.length > 1 ? await allOrNone(db, batch, act) : null;
    tookMs = performance.now() - began;
    if (outcomes !== null) {
      outcomes.forEach(onDone);
      for (const { id } of batch) await items.done({ kind, id });
      counts.done += batch.length;
      continue;
    }
    const { done, failed } = await eachDue(context, batch, async (item) => onDone(await act(db, item)), kind);
    counts.done += done;
    counts.failed += failed;
  }
  return counts;
}

/** Null when one of them did not work; what it was comes up again when they are done one by one. */
async function allOrNone<Due, Outcome>(
  db: Db,
  batch: readonly Due[],
  act: (tx: Db, item: Due) => Promise<Outcome>,
): Promise<Outcome[] | null> {
  try {
    return await inTransaction(db, async (tx) => {
      const outcomes: Outcome[] = [];
      for (const item of batch) outcomes.push(await act(tx, item));
      return outcomes;
    });
  } catch {
    return null;
  }
}
