import type { Instant } from "#app/engine/types.ts";
import { type Exception, hashInQuestion, isUnratified } from "./exception.ts";

/** What a record waits for from approvers. */
export type Waiting = "rating" | "approval" | "extension" | "ratification";

/** Returns what a record waits for from approvers, or null when nothing. */
export function waitingOf(record: Pick<Exception, "state" | "extension" | "emergency">): Waiting | null {
  switch (record.state) {
    case "submitted":
      return "rating";
    case "assessed":
      return "approval";
    case "active":
    case "suspended":
      if (record.extension) return "extension";
      return isUnratified(record) ? "ratification" : null;
    default:
      return null;
  }
}

/**
 * Returns since when a record waits after a change: from the change on when it waits for something else, or with other
 * content, than before; an approval that is not the last one begins nothing anew.
 */
export function waitingSince(before: Exception, after: Exception, now: Instant): Instant | null {
  const waiting = waitingOf(after);
  if (waiting === null) return null;
  // An emergency has one day from its grant on, whatever is rated meanwhile.
  const isSame = waiting === waitingOf(before) && (waiting === "ratification" || isOfSameContent(before, after));
  return isSame ? before.waitingSince : now;
}

function isOfSameContent(before: Exception, after: Exception): boolean {
  return hashInQuestion(before) === hashInQuestion(after);
}
