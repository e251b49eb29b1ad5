/** What an import of a directory did, for people and machines. */
export type DirectoryReport = {
  added: number;
  changed: number;
  /** Rows that say what is known already. */
  unchanged: number;
  /** With any of these nothing was written, unless a part was asked for. */
  refused: { line: number; reason: string }[];
  /** What else the reader should know. */
  notes: string[];
};
