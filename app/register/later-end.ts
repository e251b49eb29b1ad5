import type { Category } from "./category.ts";
import { type Exception, isUnratified } from "./exception.ts";
import { extensionLimits } from "./extension-limits.ts";

/**
 * What can become of an end: a later one is asked for already, may be asked for, or is out of the question because the
 * category allows none any more, or because the exception was granted in an emergency and has to be ratified first.
 */
export type LaterEnd = "asked" | "possible" | "none" | "unratified";

/** Returns whether a record's end can still be moved. */
export function laterEnd(record: Exception, rules: Category): LaterEnd {
  if (record.extension) return "asked";
  if (isUnratified(record)) return "unratified";
  return extensionLimits(record, rules).latestEnd === null ? "none" : "possible";
}
