import type { Instant } from "#app/engine/types.ts";
import { daysBetween } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { markDutyTold, toldSteps } from "#db/duty-notices.ts";

/** Something that comes due, of which people are told some days before; 0 days is when it is overdue. */
export type Duty = { duty: string; subjectId: string; dueAt: Instant; begunAt: Instant };

/** Returns the days before which are passed; those that were when it began are nobody's to be told of. */
export function passedSteps({ dueAt, begunAt }: Duty, days: readonly number[], now: Instant): number[] {
  const left = daysBetween(now, dueAt);
  const whole = daysBetween(begunAt, dueAt);
  return days.filter((each) => each < whole && left <= each);
}

/** Whether a passed step is left of which nobody was told. */
export async function hasUntold(db: Db, workspaceId: string, duty: Duty, passed: readonly number[]): Promise<boolean> {
  if (passed.length === 0) return false;
  const told = await toldSteps(db, workspaceId, duty);
  return passed.some((days) => !told.has(String(days)));
}

/** Marks the passed steps as told and returns the nearest of those that were not; null where all were, by whichever node. */
export async function markSteps(
  tx: Db,
  workspaceId: string,
  { duty, subjectId, dueAt }: Duty,
  { passed, now }: { passed: readonly number[]; now: Instant },
): Promise<number | null> {
  const marked: number[] = [];
  for (const days of passed)
    if (await markDutyTold(tx, workspaceId, { duty, subjectId, dueAt, step: String(days) }, now)) marked.push(days);
  return marked.length === 0 ? null : Math.min(...marked);
}
