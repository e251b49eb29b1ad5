/** What runs by the calendar, and what it found. */
export type ClockworkTables = {
  dutyNotices: { workspaceId: string; duty: string; subjectId: string; dueAt: string; step: string; toldAt: string };
  /** What was measured of a calendar day, by the key of its definition. */
  kpiSnapshots: { workspaceId: string; day: string; key: string; value: number };
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
