/** What runs by the clock, and what came of it. */
export type JobTables = {
  jobRuns: {
    workspaceId: string;
    name: string;
    slot: string;
    claimedAt: string;
    finishedAt: string | null;
    outcome: string | null;
    report: string | null;
    holder: string | null;
    leaseUntil: string | null;
    durationMs: number | null;
    isCatchingUp: 0 | 1;
  };
  jobFailures: {
    workspaceId: string;
    job: string;
    kind: string;
    item: string;
    message: string;
    attempts: number;
    firstFailedAt: string;
    lastFailedAt: string;
    nextAttemptAt: string;
    resolvedAt: string | null;
  };
  jobClocks: { workspaceId: string; seenAt: string };
  downtimes: { workspaceId: string; beganAt: string; endedAt: string; toldAt: string | null };
};
