import { type EventType, eventSchemas } from "#app/audit/events.ts";
import type { Endpoint, Format } from "./endpoint.ts";

/** What somebody at a desk wants to hear of at once: what waits for them, what ends soon, what began or ended early, what is wrong. */
const forPeople = [
  "exception.submitted",
  "exception.resubmitted",
  "exception.assessed",
  "exception.approved",
  "exception.rejected",
  "exception.emergency_granted",
  "exception.emergency_lapsed",
  "exception.ratified",
  "exception.extension_requested",
  "exception.expiry_warned",
  "exception.review_warned",
  "exception.review_unanswered",
  "exception.suspended",
  "exception.revoked",
  "exception.expired",
  "policy.weakening_*",
  "break_glass.used",
  "break_glass.use_classified",
  "break_glass.alarm_tested",
  "incident.drafted",
  "incident.declared",
  "finding.opened",
  "session.bypass_idp",
  "mfa.reset_by_admin",
  "audit.verified",
];

/** What a program follows that keeps up with the register. */
const forPrograms = [
  "exception.*",
  "campaign.*",
  "policy.*",
  "category.updated",
  "TENANT_*",
  "break_glass*",
  "secret.*",
  "drill.*",
  "incident.*",
  "finding.*",
  "session.bypass_idp",
  "mfa.reset_by_admin",
  "audit.verified",
];

/** Returns what a receiver is told unless somebody chooses otherwise. */
export function usualEventTypes(format: Format): string[] {
  return [...(format === "standard" ? forPrograms : forPeople)];
}

const known = Object.keys(eventSchemas);

/** Returns those of some types, or beginnings of types, that no event has. */
export function unknownEventTypes(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => !known.some((type) => fits(pattern, type)));
}

function fits(pattern: string, type: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

type Told = { type: string; subjectKind: string; subjectId: string; data: Readonly<Record<string, unknown>> };

/** Whether a receiver is told of an event. */
export function hearsOf({ id, format, eventTypes }: Pick<Endpoint, "id" | "format" | "eventTypes">, event: Told) {
  // A test is the affair of the receiver that is tested, whatever it asked for.
  if (event.type === ("webhook.tested" satisfies EventType)) return event.subjectId === id;
  // That all is well every night is no news to people.
  const isQuiet = event.type === ("audit.verified" satisfies EventType) && event.data.ok === true;
  if (isQuiet && format !== "standard") return false;
  return eventTypes.some((pattern) => fits(pattern, event.type));
}
