import { z } from "zod";

const text = z.string();
const count = z.number().int();
const instant = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Which rows: of what, filtered how, as of when. */
const selection = {
  kind: text,
  format: text,
  /** The filters of the screen; empty for everything. */
  query: text,
  asOf: instant.nullable(),
  /** What else it was made with, as the period of an evidence pack. */
  params: z.record(text, text),
};

/** The events of what is given out as files, as events.ts has the others. */
export const exportEvents = {
  // When somebody asks for an export.
  "export.requested": z.object(selection),
  // When its file is whole; `requestedBy` is null where it was made at the console.
  "export.made": z.object({ ...selection, rows: count, bytes: count, sha256: hash, requestedBy: text.nullable() }),
  // When somebody fetches the file.
  "export.downloaded": z.object({ sha256: hash }),
  // When it is taken back before it was done.
  "export.cancelled": z.object({ done: count }),
  // When it could not be made.
  "export.failed": z.object({ fault: text }),
  // When one that was cancelled or failed is to be made after all.
  "export.resumed": z.object({ done: count }),
  // When the file is deleted at the end of its time.
  "export.expired": z.object({ expiresAt: instant }),
  // When it is changed how long files are kept.
  "export.retention_changed": z.object({ before: z.object({ days: count }), after: z.object({ days: count }) }),
};
