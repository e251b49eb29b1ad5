import type { Exception } from "./exception.ts";

/** What decides which parts of a record have something to show, and how much. */
export type TabFacts = {
  record: Exception;
  approvals: { given: number; needed: number };
  attachments: number;
};

type Tab = {
  label: string;
  /** A part that has nothing to show yet is left out. */
  isShown?: (facts: TabFacts) => boolean;
  count?: (facts: TabFacts) => number | string | undefined;
};

/** The parts of a record in the order of its life; each key is the end of its address, save for the first. */
const tabs = {
  overview: { label: "Overview" },
  scope: { label: "Scope" },
  risk: { label: "Risk and controls" },
  approvals: {
    label: "Approvals",
    count: ({ approvals: { given, needed } }) => (needed > 0 ? `${given} of ${needed}` : undefined),
  },
  implementation: {
    label: "Implementation",
    isShown: ({ record }) => record.activatedAt !== null || record.state === "approved",
  },
  activity: { label: "Activity", isShown: ({ record }) => record.activatedAt !== null },
  reviews: { label: "Reviews", isShown: ({ record }) => record.activatedAt !== null },
  evidence: { label: "Evidence", count: ({ attachments }) => attachments || undefined },
  history: { label: "History" },
  closure: { label: "Closure", isShown: ({ record }) => record.closure !== null },
} satisfies Record<string, Tab>;

export type RecordTab = keyof typeof tabs;

export type ShownTab = { tab: RecordTab; label: string; count: number | string | undefined };

/** Returns the parts of a record that have something to show. */
export function tabsOf(facts: TabFacts): ShownTab[] {
  const entries: [string, Tab][] = Object.entries(tabs);
  return entries
    .filter(([, { isShown }]) => isShown?.(facts) ?? true)
    .map(([tab, { label, count }]) => ({ tab: tab as RecordTab, label, count: count?.(facts) })); // the keys of tabs
}

/** Returns the address of one part of a record. */
export function tabPath(id: string, tab: RecordTab): string {
  return tab === "overview" ? `/exceptions/${id}` : `/exceptions/${id}/${tab}`;
}

/** Returns what one part is called. */
export function tabLabel(tab: RecordTab): string {
  return tabs[tab].label;
}
