/** The questions that the inventory answers by one click, in the order in which they are shown. */
export const tokenFilters = [
  "issued",
  "in_stock",
  "revoked",
  "ageing",
  "overdue",
  "drifting",
  "desynchronised",
  "custody_missing",
] as const;
export type TokenFilter = (typeof tokenFilters)[number];

export const filterLabels: Readonly<Record<TokenFilter, string>> = {
  issued: "Issued",
  in_stock: "In stock",
  revoked: "Revoked",
  ageing: "Ageing",
  overdue: "Overdue for replacement",
  drifting: "Drifting",
  desynchronised: "Out of step",
  custody_missing: "Custody missing",
};

export type TokenQuery = {
  filter: TokenFilter | null;
  /** Part of a serial number or of a holder's name. */
  search: string;
  /** Where the page before ended. */
  after: string | null;
  limit: number;
  /** The calendar day in the workspace's time zone, by which tokens age. */
  today: string;
};
