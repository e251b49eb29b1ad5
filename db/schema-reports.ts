/** What is sent by the calendar, and what was sent. */
export type ReportTables = {
  reports: {
    workspaceId: string;
    id: string;
    kind: string;
    name: string;
    weekday: number;
    monthDay: number;
    time: string;
    userIds: string;
    addresses: string;
    dueFrom: string | null;
    createdBy: string | null;
    createdAt: string;
    updatedAt: string;
    removedAt: string | null;
  };
  reportRuns: {
    workspaceId: string;
    id: string;
    reportId: string;
    slot: string;
    kind: string;
    name: string;
    periodFrom: string;
    periodTo: string;
    madeAt: string;
    madeBy: string | null;
    content: string;
    recipients: string;
  };
};
