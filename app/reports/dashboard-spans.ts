/** Over how many days the dashboard looks back, and how it says so. */
export const dashboardSpans = { 30: "Last 30 days", 90: "Last 90 days", 365: "Last 12 months" } as const;
export type DashboardSpan = keyof typeof dashboardSpans;

/** The span that a query asks for; a year for anything else. */
export function spanOf(text: string | null): DashboardSpan {
  return text === "30" || text === "90" ? (Number(text) as DashboardSpan) : 365; // cast: one of its keys
}
