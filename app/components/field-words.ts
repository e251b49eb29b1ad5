import { effectTexts, factorLabels, scopeLines } from "#app/register/describe.ts";
import { type Exception, emptyScope } from "#app/register/exception.ts";
import type { Change } from "./diff-table.tsx";
import { exact } from "./relative-time.ts";
import { stateLabels } from "./state-labels.ts";

type Names = Readonly<Record<string, string>>;
type Content = Partial<Exception>;

/** What says nothing to a reader: where a record stands in the database, and what follows from its other fields. */
const untold = new Set(["workspaceId", "id", "version", "contentHash", "createdAt", "updatedAt", "waitingSince"]);

/** The fields whose names would not say what they are. */
const labels: Record<string, string> = {
  factors: "Other factors",
  ownerId: "Owner",
  beneficiaryId: "On behalf of",
  requestorId: "Requested by",
  implementerId: "Put in place by",
  justification: "Reason",
  startsAt: "Valid from",
  endsAt: "Valid to",
  plannedRetirementAt: "Retired by",
  compensatingControls: "Controls",
  monitoringPlan: "Monitoring",
  details: "Required parts",
  reviewEveryDays: "Review every (days)",
  nextReviewAt: "Next review",
  submittedAt: "Submitted",
  approvedAt: "Approved",
  activatedAt: "In force since",
  endedAt: "Ended",
  agreedEndsAt: "Agreed end",
  originalEndsAt: "Original end",
  extensionCount: "Extensions",
};

/** Returns the fields in which two revisions of a record differ, each in words. */
export function differenceInWords(before: Content, after: Content, names: Names): Change[] {
  const [old, current] = [wordsOf(before, names), wordsOf(after, names)];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((field) => {
    const [was, is] = [old.get(field) ?? null, current.get(field) ?? null];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

/** Returns what each field of a record says, by the field's label; what is empty is left out. */
function wordsOf({ scope, ...content }: Content, names: Names): Map<string, string> {
  const words = Object.entries(content)
    .filter(([field]) => !untold.has(field))
    .map(([field, value]): [string, string] => [labelOf(field), fieldText(field, value, names)]);
  // A scope of an older version of the product may lack what came later.
  const lines = scope ? scopeLines({ ...emptyScope, ...scope }, names) : [];
  const scopeWords = lines.map(({ label, values }): [string, string] => [`Scope: ${label}`, values.join("\n")]);
  return new Map([...words, ...scopeWords].filter(([, text]) => text !== ""));
}

function labelOf(field: string): string {
  const spaced = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return labels[field] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function fieldText(field: string, value: unknown, names: Names): string {
  if (field === "state") return stateLabels[value as Exception["state"]].label; // cast: the field's own type
  if (field === "effect") return effectTexts[value as Exception["effect"]].label; // cast: the field's own type
  if (field === "factors") return (value as Exception["factors"]).map((kind) => factorLabels[kind]).join("\n"); // cast: the same
  return textOf(value, names);
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function textOf(value: unknown, names: Names): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return instant.test(value) ? exact(value) : (names[value] ?? value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((one) => textOf(one, names)).join("\n");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, part]): [string, string] => [labelOf(key.replaceAll("_", " ")), textOf(part, names)])
      .filter(([, text]) => text !== "")
      .map(([label, text]) => `${label}: ${text}`)
      .join(", ");
  return String(value);
}
