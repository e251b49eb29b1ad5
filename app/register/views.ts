import type { SortKey } from "./list-query.ts";

/** The views that a register opens with. Free of zod, since the page shows them: list-params.ts reads them from addresses. */
export const views = [
  "all",
  "waiting",
  "live",
  "expiring",
  "review_overdue",
  "expired",
  "no_controls",
  "break_glass",
] as const;
export type View = (typeof views)[number];

export const viewLabels: Record<View, string> = {
  all: "All",
  waiting: "Under review",
  live: "Live",
  expiring: "Expiring ≤ 7 d",
  review_overdue: "Review overdue",
  expired: "Expired, not closed",
  no_controls: "No controls",
  break_glass: "Break-glass",
};

/** The order in which each view is read when its tab is opened: what ends first matters where something can still end. */
export function orderOf(view: View): { sort: SortKey; order: "asc" | "desc" } {
  const endsMatter = view === "live" || view === "expiring" || view === "review_overdue" || view === "expired";
  return endsMatter ? { sort: "expires", order: "asc" } : { sort: "filed", order: "desc" };
}
