import { z } from "zod";

const text = z.string();

/** The events of what runs by the calendar, and of what it finds. */
export const clockworkEvents = {
  // When something is found wrong with an emergency account: a step of a drill that failed, a use that was misuse.
  "finding.opened": z.object({ title: text, sourceKind: text, sourceId: text }),
  // When somebody has said what was done about it.
  "finding.resolved": z.object({ title: text, resolution: text }),
} as const;
