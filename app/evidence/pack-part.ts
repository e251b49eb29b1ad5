/** A file of a pack. */
export type PackPart = {
  path: string;
  /** What it is, in a line of the page that explains the pack. */
  about: string;
  /** Gives the file piece by piece and returns how many rows it has; null where it has none to count. */
  make(put: (piece: Uint8Array | string) => Promise<void>): Promise<number | null>;
};
