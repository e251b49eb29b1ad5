import type { SortKey } from "./list-query.ts";

/** The views that a register opens with. Free of zod, since the page shows them: list-params.ts reads them from addresses. */
export const views = [
  "all",
  "awaiting_me",
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
  awaiting_me: "Awaiting me",
  waiting: "Under review",
  live: "Live",
  expiring: "Expiring ≤ 7 d",
  review_overdue: "Review overdue",
  expired: "Expired, not closed",
  no_controls: "No controls",
  break_glass: "Break-glass",
};

/** The order in which each view is read when its tab is opened: what ends first matters where something can still end. */
function orderOf(view: View): { sort: SortKey; order: "asc" | "desc" } {
  const endsMatter = view === "live" || view === "expiring" || view === "review_overdue" || view === "expired";
  return endsMatter ? { sort: "expires", order: "asc" } : { sort: "filed", order: "desc" };
}

/** Returns the address of the register in a view, in the view's own order. */
export function viewAddress(view: View): string {
  return `/exceptions?${new URLSearchParams({ view, ...orderOf(view) })}`;
}

/** What can wait for a person: their decision, their hands, their look, their answer, their last word. */
export const duesOfPeople = ["decide", "implement", "review", "answer", "close"] as const;
export type Due = (typeof duesOfPeople)[number];

export const dueLabels: Record<Due, string> = {
  decide: "To rate or approve",
  implement: "To put in place",
  review: "To review",
  answer: "Changes requested",
  close: "To close",
};

/** Marks that can each be asked for, one beside the other. */
export const marks = [
  "no_controls",
  "expired_open",
  "owner_barred",
  "plan_late",
  "untested",
  "emergency",
  "break_glass",
] as const;
export type Mark = (typeof marks)[number];

export const markLabels: Record<Mark, string> = {
  no_controls: "No controls",
  expired_open: "Expired, still open",
  owner_barred: "Owner barred",
  plan_late: "Exit plan late",
  untested: "Never tested",
  emergency: "Emergency",
  break_glass: "Break-glass",
};

export const reviewTimes = ["overdue", "due"] as const;
export type ReviewTime = (typeof reviewTimes)[number];

export const reviewTimeLabels: Record<ReviewTime, string> = {
  overdue: "Overdue",
  due: "Due within 14 days",
};
