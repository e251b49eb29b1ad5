import type { Instant } from "#app/engine/types.ts";

export const runStates = ["running", "done", "failed", "interrupted"] as const;
export type RunState = (typeof runStates)[number];

type Run = { finishedAt: Instant | null; outcome: "done" | "failed" | null; leaseUntil: Instant | null };

/** Returns how a run stands: one whose process no longer says that it lives was interrupted, and does not run for ever. */
export function runState({ finishedAt, outcome, leaseUntil }: Run, now: Instant): RunState {
  if (finishedAt !== null && outcome !== null) return outcome;
  return leaseUntil !== null && leaseUntil > now ? "running" : "interrupted";
}
