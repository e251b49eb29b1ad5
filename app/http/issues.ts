import type { ZodError } from "zod";

/** Returns the first message of each wrong field by its path, as forms show them. */
export function issuesByField(error: ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) errors[fieldOf(path)] ??= message;
  return errors;
}

/** An entry of a list belongs to the field of the list. */
function fieldOf(path: readonly PropertyKey[]): string {
  const upTo = path.findIndex((part) => typeof part === "number");
  return (upTo === -1 ? path : path.slice(0, upTo)).map(String).join(".");
}
