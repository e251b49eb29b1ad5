import type { JobContext } from "./job.ts";

/** Another node has done this item since the list was read; thrown inside a write so that nothing of it is kept. */
export class DoneElsewhere extends Error {
  constructor(id: string) {
    super(`${id} was done by another node`);
    this.name = "DoneElsewhere";
  }
}

/** Acts on each item and goes on after one that fails, which is logged; returns how many were done and how many failed. */
export async function eachDue<Item extends { id: string }>(
  { log }: Pick<JobContext, "log">,
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<{ done: number; failed: number }> {
  const counts = { done: 0, failed: 0 };
  for (const item of items) {
    try {
      await act(item);
      counts.done += 1;
    } catch (fault) {
      if (fault instanceof DoneElsewhere) continue;
      counts.failed += 1;
      log.error({ item: item.id, err: fault }, "a due item failed; the others go on");
    }
  }
  return counts;
}
