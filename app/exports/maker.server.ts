import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Reading } from "./source.server.ts";

/** What an export is made with; everything that is read comes from `reading`, everything that is made goes to `write`. */
export type Making = {
  reading: Reading;
  secrets: SecretBox;
  /** Where links lead, without a slash at the end. */
  publicUrl: string;
  /** What a kind needs beside its filters, as the period of an evidence pack: `from` and `to`. */
  params: Record<string, string>;
  /** Where an earlier attempt left off: what it wrote until then stands in the file already. Null at the beginning. */
  cursor: string | null;
  /** Takes the next bytes of the file; the next ones are made when it has resolved. */
  write(bytes: Uint8Array | string): Promise<void>;
  /**
   * Says how many rows have been made, of how many where that is known; both count from where the cursor stands.
   * With a cursor: from there another attempt can go on, after exactly what has been written by now.
   */
  progress(done: number, total: number | null, cursor?: string): Promise<void>;
  /** Aborted when nobody wants it any more. */
  signal: AbortSignal;
};

/** Makes the file of an export; the rows count from where the cursor stands. */
export type Maker = (making: Making) => Promise<{ rows: number }>;
