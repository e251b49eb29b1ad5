import { setImmediate } from "node:timers/promises";
import type { JobContext } from "./job.ts";

/** Another node has done this item since the list was read; thrown inside a write so that nothing of it is kept. */
export class DoneElsewhere extends Error {
  constructor(id: string) {
    super(`${id} was done by another node`);
    this.name = "DoneElsewhere";
  }
}

/** The process is to end: the rest is left to whoever runs the job next. */
export class Ending extends Error {
  constructor() {
    super("the process ends");
    this.name = "Ending";
  }
}

/**
 * Acts on each item and goes on after one that fails, which is logged, kept and tried again later; returns how many were
 * done and how many failed. A job that does different things to one and the same item names the `kind` of each.
 */
export async function eachDue<Due extends { id: string }>(
  { log, items, ending }: Pick<JobContext, "log" | "items" | "ending">,
  due: readonly Due[],
  act: (item: Due) => Promise<void>,
  kind = "",
): Promise<{ done: number; failed: number }> {
  const counts = { done: 0, failed: 0 };
  for (const item of due) {
    const place = { kind, id: item.id };
    if (items.isWaiting(place)) continue;
    if (ending.aborted) throw new Ending();
    // SQLite answers at once: without a pause nobody else would get a turn before the last item.
    await setImmediate();
    try {
      await act(item);
      counts.done += 1;
      await items.done(place);
    } catch (fault) {
      if (fault instanceof DoneElsewhere) {
        await items.settled(place);
        continue;
      }
      counts.failed += 1;
      await items.failed(place, fault);
      log.error({ item: item.id, err: fault }, "a due item failed; the others go on");
    }
  }
  return counts;
}
