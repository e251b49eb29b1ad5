import type { PackFaultCode } from "./pack-report.ts";

/** What is wrong with a line, or with all of them. */
export type LineFault = { code: PackFaultCode; detail: string | null };

/** Looks at a file of a pack line by line. */
export type LineCheck = {
  /** Takes the next line, without its end; says what is wrong with it. */
  line(text: string): LineFault | null;
  /** Is asked once all lines have been seen. */
  end(): LineFault | null;
  /** How many rows there were. */
  rows(): number;
};
