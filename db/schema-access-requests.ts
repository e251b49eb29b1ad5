/** Requests that a decision point made after a refusal; only db/ sees the rows. */
export type AccessRequestTables = {
  accessRequests: {
    workspaceId: string;
    exceptionId: string;
    tokenId: string;
    decisionId: string;
    subjectKind: string;
    subjectKey: string;
    applicationId: string;
    reason: string;
    isEmergency: number;
    createdAt: string;
  };
};
