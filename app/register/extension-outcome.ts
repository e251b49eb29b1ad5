import type { CommandInput } from "./command-schemas.ts";
import type { Exception } from "./exception.ts";

/** What became of the wish for a later end: decided, left alone for too long, taken back, or overtaken by a review. */
export type ExtensionOutcome = "granted" | "refused" | "lapsed" | "withdrawn" | "overtaken";

/** Returns what a change has made of the wish for a later end that was open before it; null where none was, or it still is. */
export function extensionOutcome(
  before: Pick<Exception, "extension">,
  after: Pick<Exception, "extension">,
  command: CommandInput["command"],
): ExtensionOutcome | null {
  if (!before.extension || after.extension) return null;
  switch (command) {
    case "approve":
      return "granted";
    case "reject":
      return "refused";
    case "lapse":
      return "lapsed";
    case "withdraw":
      return "withdrawn";
    default:
      return "overtaken";
  }
}
