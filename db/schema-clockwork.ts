/** What runs by the calendar, and what it found. */
export type ClockworkTables = {
  dutyNotices: { workspaceId: string; duty: string; subjectId: string; dueAt: string; step: string; toldAt: string };
  findings: {
    workspaceId: string;
    id: string;
    sourceKind: string;
    sourceId: string;
    userId: string | null;
    title: string;
    note: string;
    openedBy: string | null;
    openedAt: string;
    resolution: string | null;
    resolvedBy: string | null;
    resolvedAt: string | null;
  };
};
