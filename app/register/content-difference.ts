import { z } from "zod";
import type { Scope } from "#app/engine/types.ts";
import { effectTexts, factorLabels, scopeLines } from "./describe.ts";
import { emptyScope, type MaterialContent } from "./exception.ts";
import { StoredEnums, StoredJson } from "./exception-schemas.ts";

/** One thing that an edit changed, in words; null where there was or is nothing. */
export type ContentChange = { field: string; before: string | null; after: string | null };

type Field = keyof MaterialContent;

/** Some of the content, as an event of an edit keeps it. */
export type SomeContent = Readonly<Record<string, unknown>>;

type Names = Readonly<Record<string, string>>;

const labels: Record<Exclude<Field, "scope">, string> = {
  title: "Title",
  category: "Category",
  effect: "Effect",
  factors: "Factors",
  ownerId: "Owner",
  beneficiaryId: "Filed for",
  justification: "Reason",
  startsAt: "Start",
  endsAt: "End",
  plannedRetirementAt: "Planned retirement",
  estimate: "Requestor’s estimate",
  compensatingControls: "Controls",
  monitoringPlan: "Monitoring",
  milestones: "Milestones",
  details: "Details",
};

/** Returns the difference of two contents, or of the parts of them that an edit named, line by line. */
export function contentDifference(before: SomeContent, after: SomeContent, names: Names): ContentChange[] {
  const fields = Object.keys(labels) as (keyof typeof labels)[]; // the keys of a literal
  const changes = fields.flatMap((field): ContentChange[] => {
    if (!(field in after)) return [];
    const change = {
      field: labels[field],
      before: textOf(field, before[field], names),
      after: textOf(field, after[field], names),
    };
    return change.before === change.after ? [] : [change];
  });
  return "scope" in after ? [...scopeChanges(before.scope, after.scope, names), ...changes] : changes;
}

/** Returns the scope that an edit kept. */
export function scopeIn({ scope }: SomeContent): Scope {
  return scope === undefined ? emptyScope : StoredJson.scope.parse(scope);
}

function scopeChanges(before: unknown, after: unknown, names: Names): ContentChange[] {
  const linesOf = (scope: unknown) =>
    new Map(scopeLines(scopeIn({ scope }), names).map(({ label, values }) => [label, values.join(", ")]));
  const [old, current] = [linesOf(before), linesOf(after)];
  return [...new Set([...old.keys(), ...current.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: current.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

const Text = z.string().nullable();

function textOf(field: keyof typeof labels, value: unknown, names: Names): string | null {
  if (value === undefined || value === null || value === "") return null;
  switch (field) {
    case "ownerId":
    case "beneficiaryId": {
      const id = Text.parse(value) ?? "";
      return names[id] ?? id;
    }
    case "startsAt":
    case "endsAt":
    case "plannedRetirementAt":
      return instantText(String(value));
    case "estimate": {
      const risk = StoredJson.risk.parse(value);
      return risk && `${risk.likelihood} × ${risk.impact}`;
    }
    case "effect":
      return effectTexts[StoredEnums.effect.parse(value)].label;
    case "factors":
      return listed(StoredJson.factors.parse(value).map((factor) => factorLabels[factor]));
    case "compensatingControls":
      return listed(
        StoredJson.controls.parse(value).map(({ name, howChecked }) => (howChecked ? `${name} (${howChecked})` : name)),
      );
    case "milestones":
      return listed(StoredJson.milestones.parse(value).map(({ title, dueAt }) => `${title}, ${instantText(dueAt)}`));
    case "details":
      return listed(
        Object.entries(StoredJson.details.parse(value)).map(([key, text]) => `${key.replaceAll("_", " ")}: ${text}`),
      );
    default:
      return Text.parse(value);
  }
}

function listed(texts: string[]): string | null {
  return texts.length === 0 ? null : texts.join("; ");
}

function instantText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
