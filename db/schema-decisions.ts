/** Decisions, what they rested on, how it was used and what they said of enrolment, as the database has them. */
export type DecisionTables = {
  decisionBatches: {
    workspaceId: string;
    stream: string;
    seq: number;
    at: string;
    rows: number;
    prevHash: string;
    hash: string;
    decisions: string;
  };
  exemptionVersions: { workspaceId: string; exceptionId: string; version: number; body: string };
  exemptionUses: { workspaceId: string; exceptionId: string; most: number; used: number };
  exceptionUsage: {
    workspaceId: string;
    exceptionId: string;
    facet: string;
    value: string;
    uses: number;
    lastAt: string;
  };
  revocationProposals: { workspaceId: string; exceptionId: string; cause: string; since: string; proposedAt: string };
  signIns: {
    workspaceId: string;
    at: string;
    stream: string;
    batch: number;
    position: number;
    subjectId: string;
    applicationId: string;
    outcome: string;
    reason: string;
    exceptionId: string | null;
    method: string;
  };
  gatheredStreams: { workspaceId: string; stream: string; batch: number };
  replays: {
    workspaceId: string;
    id: string;
    state: string;
    policyDraftId: string | null;
    exceptionId: string | null;
    trial: string;
    days: number;
    fromAt: string;
    toAt: string;
    startedBy: string;
    createdAt: string;
    seenAt: string;
    finishedAt: string | null;
    done: number;
    total: number | null;
    counts: string | null;
    fault: string | null;
  };
  replayChanges: {
    workspaceId: string;
    replayId: string;
    kind: string;
    number: number;
    decisionId: string;
    at: string;
    subjectId: string;
    applicationId: string;
    outcomeBefore: string;
    reasonBefore: string;
    outcomeAfter: string;
    reasonAfter: string;
  };
  enrollmentDemands: { workspaceId: string; userId: string; demandedAt: string; metAt: string | null };
  gracePeriods: {
    workspaceId: string;
    userId: string;
    startedAt: string;
    endedAt: string | null;
    outcome: string | null;
  };
};
