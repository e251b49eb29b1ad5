/** Row types of what keeps an eye on exceptions in force; only db/ sees these. */
export type ReviewTables = {
  validations: { workspaceId: string; exceptionId: string; at: string; by: string; result: string; note: string };
  silences: {
    workspaceId: string;
    exceptionId: string;
    dueAt: string;
    remindedAt: string;
    warnedAt: string | null;
    answeredAt: string | null;
    consequence: string;
    actsAt: string;
    nextAt: string | null;
  };
  ownerNotices: { workspaceId: string; exceptionId: string; kind: string; what: string; toldAt: string };
  campaigns: {
    workspaceId: string;
    id: string;
    name: string;
    selection: string;
    deadline: string;
    createdAt: string;
    createdBy: string;
    closedAt: string | null;
    closedBy: string | null;
    statement: string | null;
  };
  campaignItems: {
    workspaceId: string;
    campaignId: string;
    exceptionId: string;
    reviewerId: string;
    reviewedAt: string | null;
  };
};
