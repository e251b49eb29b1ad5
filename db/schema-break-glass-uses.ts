/** How emergency accounts are used: each sign-in, what was planned beforehand, and what came of it. */
export type BreakGlassUseTables = {
  breakGlassUses: {
    workspaceId: string;
    id: string;
    userId: string;
    at: string;
    applicationId: string;
    ip: string | null;
    methods: string;
    reason: string;
    exceptionId: string | null;
    notedAt: string | null;
    partOf: string | null;
    drillId: string | null;
    incidentId: string | null;
    signedInBy: string | null;
    classification: string | null;
    explanation: string | null;
    classifiedBy: string | null;
    classifiedAt: string | null;
    postMortem: string | null;
    closedBy: string | null;
    closedAt: string | null;
  };
  incidentCounters: { workspaceId: string; year: number; last: number };
  incidents: {
    workspaceId: string;
    id: string;
    userId: string | null;
    title: string;
    reference: string | null;
    reason: string | null;
    openedAt: string;
    beginsAt: string;
    endsAt: string | null;
    declaredBy: string | null;
    declaredAt: string | null;
    report: string;
    closedBy: string | null;
    closedAt: string | null;
  };
  drills: {
    workspaceId: string;
    id: string;
    userId: string;
    quarter: string;
    startsAt: string;
    endsAt: string;
    signsIn: string;
    plannedBy: string;
    plannedAt: string;
    evidence: string | null;
    result: string | null;
    finishedBy: string | null;
    finishedAt: string | null;
  };
  drillSteps: {
    workspaceId: string;
    drillId: string;
    step: string;
    result: string;
    note: string;
    by: string;
    at: string;
  };
};
