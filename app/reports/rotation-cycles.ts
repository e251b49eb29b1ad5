import { type RotationDue, rotationDue } from "#app/break-glass/rotation.ts";
import type { Instant } from "#app/engine/types.ts";

type Known = {
  everyDays: number | null;
  /** From when on it has to be replaced. */
  since: Instant;
  rotations: readonly Instant[];
  uses: readonly Instant[];
  timeZone: string;
};

/** Each time at which a secret had to be replaced, and when it was; the last one may lie ahead. */
export type RotationCycle = RotationDue & { doneAt: Instant | null };

/** Returns the times at which a secret had to be replaced, the earliest first; each replacement begins anew. */
export function rotationCycles({ everyDays, since, rotations, uses, timeZone }: Known): RotationCycle[] {
  const done = rotations.filter((at) => at > since).toSorted();
  return [since, ...done].flatMap((from, index) => {
    const doneAt = done[index] ?? null;
    const usedAt = uses.filter((at) => at > from && (doneAt === null || at <= doneAt)).toSorted()[0] ?? null;
    const due = rotationDue({ everyDays, since: from, usedAt, timeZone });
    return due === null ? [] : [{ ...due, doneAt }];
  });
}
