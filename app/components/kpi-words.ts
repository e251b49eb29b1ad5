import type { KpiSource, KpiUnit } from "#app/reports/kpi.ts";

/** What figures are counted in, in words. */
export const unitWords: Readonly<Record<KpiUnit, string>> = {
  count: "How many",
  days: "Days",
  share: "A share, from 0 to 100 %",
  number: "A plain number",
};

/** What figures are read from, in words. */
export const sourceWords: Readonly<Record<KpiSource, string>> = {
  register: "The records and their history",
  reviews: "Reviews: when each was due, and when it was answered",
  sign_ins: "Decisions about sign-ins",
  people: "People, as they were looked at each night",
  use: "The records, and the sign-ins that rested on them",
  custody: "Rotations and drills of accounts for emergencies",
};
