/** What runs by the calendar, and what it found. */
export type ClockworkTables = {
  dutyNotices: { workspaceId: string; duty: string; subjectId: string; dueAt: string; step: string; toldAt: string };
  /** What was measured of a calendar day, by the key of its definition. */
  kpiSnapshots: { workspaceId: string; day: string; key: string; value: number };
  /** What figures look at of a person, as it was from the end of a day on. */
  measuredPeople: {
    workspaceId: string;
    userId: string;
    day: string;
    isEnabled: number;
    isPrivileged: number;
    method: string | null;
    lacksFactor: number;
    isExempt: number;
    graceStartsAt: string | null;
    graceEndsAt: string | null;
    joinedAt: string;
    enrolledAt: string | null;
    department: string | null;
  };
  measuredDays: { workspaceId: string; day: string; timeZone: string };
  peopleDays: { workspaceId: string; day: string };
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
