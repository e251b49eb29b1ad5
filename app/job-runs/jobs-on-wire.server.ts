import type { z } from "zod";
import type { JobFailure } from "#db/job-failures.ts";
import type { RunPlace } from "#db/job-runs.ts";
import type { JobWire, WholeJobWire } from "./job-wire.ts";
import type { JobView, RunView } from "./jobs-view.server.ts";

function runWireOf({
  slot,
  state,
  claimedAt,
  durationMs,
  isCatchingUp,
  report,
}: RunView): z.output<typeof WholeJobWire>["runs"][number] {
  return { slot, state, claimed_at: claimedAt, duration_ms: durationMs, is_catching_up: isCatchingUp, report };
}

/** A job as programs read it. */
export function jobWireOf(job: JobView): z.output<typeof JobWire> {
  const { name, summary, cron, zone, everySeconds, nextAt, latest, failing } = job;
  return {
    ...{ name, summary, cron, zone: zone ?? "utc", every_seconds: everySeconds ?? null, next_at: nextAt },
    ...{ latest: latest && runWireOf(latest), failing },
  };
}

type History = { job: JobView; failures: readonly JobFailure[]; runs: readonly RunView[]; next: RunPlace | null };

/** A job with what fails and a page of its runs. */
export function wholeJobWireOf({ job, failures, runs, next }: History): z.output<typeof WholeJobWire> {
  return {
    ...jobWireOf(job),
    failures: failures.map(({ kind, item, message, attempts, firstFailedAt, lastFailedAt, nextAttemptAt }) => ({
      ...{ kind, item, message, attempts, first_failed_at: firstFailedAt, last_failed_at: lastFailedAt },
      next_attempt_at: nextAttemptAt,
    })),
    runs: runs.map(runWireOf),
    next_cursor: next && `${next.claimedAt} ${next.slot}`,
  };
}
