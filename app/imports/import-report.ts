/** What an import did, for people and machines. */
export type ImportReport = {
  filed: { id: string; title: string }[];
  /** Keys that an earlier run has filed; nothing was changed about their records. */
  alreadyFiled: string[];
  skipped: { what: string; reason: string }[];
  /** Rows that cannot become a draft; with any of them nothing was filed, unless a part was asked for. */
  refused: { line: number; reason: string }[];
  /** What else the reader should know. */
  notes: string[];
};
