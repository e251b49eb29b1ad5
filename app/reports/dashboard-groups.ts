/** The figures of the dashboard as they stand together, by their keys. */
export const dashboardGroups = [
  {
    title: "Key figures",
    keys: [
      "live",
      "live_review_overdue",
      "expiring_30",
      "waiting_days_oldest",
      "decision_days_median",
      "live_controlled_share",
      "live_days_median",
      "review_sla_share",
    ],
  },
  {
    title: "How exceptions end",
    keys: [
      "closure_days_median",
      "unclosed",
      "legacy_retired_share",
      "extensions_mean",
      "live_never_used",
      "live_days_oldest",
      "review_overdue",
      "waiting",
    ],
  },
  {
    title: "People and secrets",
    keys: [
      "people_without_factor",
      "people_in_grace",
      "people_grace_ending_7",
      "enrol_days_median",
      "live_per_100_people",
      "people_exempt",
      "rotation_share",
      "drill_share",
    ],
  },
] as const satisfies readonly { title: string; keys: readonly string[] }[];

/** The figures that the dashboard draws over time, with what there is to see in each. */
export const dashboardTrends = [
  { key: "live", caption: "Each is a hole in the wall: the line is to fall." },
  { key: "sign_ins_exempt_share", caption: "Of the sign-ins let in each day, those that rested on an exception." },
] as const;

/** Coverage with both denominators: who is exempted counts as a gap, or is left out. */
export const coverageRows = [
  {
    who: "People",
    note: "enabled accounts",
    keys: ["coverage_share", "coverage_rest_share", "coverage_difference"],
  },
  {
    who: "Privileged people",
    note: "with a role that attackers are after",
    keys: ["privileged_coverage_share", "privileged_coverage_rest_share", "privileged_coverage_difference"],
  },
] as const;
