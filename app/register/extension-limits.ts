import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import { addDays } from "./days.ts";
import type { Exception } from "./exception.ts";

/** How far an exception may still be extended. */
export type ExtensionLimits = {
  /** The latest end that may be asked for now; null where it may not be extended any more. */
  latestEnd: Instant | null;
  /** How many extensions are left; null where only the lifetime limits them. */
  left: number | null;
};

/** Returns how far a record may still be extended: by how often, by how much each time, and by its lifetime in all. */
export function extensionLimits(record: Exception, rules: Category): ExtensionLimits {
  const left = rules.mostExtensions === null ? null : Math.max(0, rules.mostExtensions - record.extensionCount);
  const byExtension = addDays(record.endsAt, rules.extensionDays);
  const lifetimeEnd =
    rules.lifetimeDays === null ? null : addDays(record.activatedAt ?? record.startsAt, rules.lifetimeDays);
  const latest = lifetimeEnd !== null && lifetimeEnd < byExtension ? lifetimeEnd : byExtension;
  return { latestEnd: left === 0 || latest <= record.endsAt ? null : latest, left };
}

export type ExtensionGap = { code: "no_extension_left" | "not_later" | "extension_too_long"; message: string };

/** Returns why an end cannot be asked for, or null. */
export function extensionGap(record: Exception, endsAt: Instant, rules: Category): ExtensionGap | null {
  const { latestEnd } = extensionLimits(record, rules);
  if (latestEnd === null)
    return {
      code: "no_extension_left",
      message: "It has been extended as often, or has lived as long, as its category allows. File it anew.",
    };
  if (endsAt <= record.endsAt) return { code: "not_later", message: "An extension ends later than the present end." };
  if (endsAt > latestEnd)
    return { code: "extension_too_long", message: `The latest end that may be asked for is ${latestEnd}.` };
  return null;
}
