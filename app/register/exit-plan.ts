import type { Instant } from "#app/engine/types.ts";
import type { Exception, Milestone } from "./exception.ts";

type Planned = Pick<Exception, "milestones">;

/** How far an exception is on the way to needing none. */
export type ExitPlan = {
  reached: number;
  planned: number;
  /** The share of milestones that were reached, each of the same weight; null without a dated plan. */
  percent: number | null;
  overdue: Milestone[];
  /** The next one to reach that is not overdue. */
  next: Milestone | null;
};

/** Returns how far the exit plan of a record has come. */
export function exitPlanOf({ milestones }: Planned, now: Instant): ExitPlan {
  const open = milestones.filter(({ doneAt }) => doneAt === null).toSorted(byDue);
  const reached = milestones.length - open.length;
  return {
    reached,
    planned: milestones.length,
    percent: milestones.length === 0 ? null : Math.round((reached / milestones.length) * 100),
    overdue: open.filter(({ dueAt }) => dueAt <= now),
    next: open.find(({ dueAt }) => dueAt > now) ?? null,
  };
}

/** Returns when the first milestone that was not reached is or was due. */
export function nextMilestoneAt({ milestones }: Planned): Instant | null {
  return milestones.filter(({ doneAt }) => doneAt === null).toSorted(byDue)[0]?.dueAt ?? null;
}

/** Puts the progress of a plan in words. */
export function exitPlanText({ reached, planned, percent }: ExitPlan): string {
  if (percent === null) return "No dated steps";
  return `${percent} % retired, ${reached} of ${planned} milestones reached`;
}

function byDue(one: Milestone, other: Milestone): number {
  if (one.dueAt === other.dueAt) return 0;
  return one.dueAt < other.dueAt ? -1 : 1;
}
