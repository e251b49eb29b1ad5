import type { Category } from "./category.ts";
import { daysBetween } from "./days.ts";
import type { MaterialContent } from "./exception.ts";
import { refuseScope, scopeRefusals } from "./scope-rules.ts";

/** Something that has to be put right before the exception can be submitted; field is a path in the content. */
export type Gap = { field: string; code: string; message: string };

/** Returns what a draft still lacks for its category, in the order of the form; empty when it is ready. */
export function gapsOf(content: MaterialContent, category: Category, now: string): Gap[] {
  const gaps: Gap[] = [];
  const missing = (field: string, message: string) => gaps.push({ field, code: "required", message });

  if (!category.isEnabled) {
    const message = `${category.label}: no new exceptions are taken. Choose another category, or ask an admin.`;
    gaps.push({ field: "category", code: "category_closed", message });
  }
  if (content.title.trim() === "") missing("title", "Give it a title that a reviewer understands in a year.");
  const scopeRefusal = refuseScope(content.scope);
  if (scopeRefusal)
    gaps.push({
      field: scopeRefusal === "network_too_wide" ? "scope.networks" : "scope",
      code: scopeRefusal,
      message: scopeRefusals[scopeRefusal],
    });
  if (content.effect === "allow_factors" && content.factors.length === 0)
    missing("factors", "Choose the factors that are allowed in addition.");
  if (content.effect === "allow_legacy_protocol" && content.scope.protocols.length === 0)
    missing("scope.protocols", "Name the protocols that cannot show a prompt.");
  if (!content.ownerId) missing("ownerId", "Name the person who is accountable for it.");
  if (content.justification.trim().length < 20)
    missing("justification", "Say why it is needed, in at least 20 characters.");
  gaps.push(...termGaps(content, category, now));
  if (content.compensatingControls.length === 0)
    missing("compensatingControls", "Name at least one control that makes up for the missing factor.");
  if (content.monitoringPlan.trim() === "") missing("monitoringPlan", "Say who watches its use, and how.");
  gaps.push(...partGaps(content, category));
  gaps.push(...custodianGaps(content, category));
  return gaps;
}

function partGaps({ details }: MaterialContent, { mustCarry }: Category): Gap[] {
  return mustCarry
    .filter(({ key, isRequired }) => isRequired && !details[key]?.trim())
    .map(({ key, label, hint }) => {
      const message = hint ? `Fill in “${label}”: ${hint}.` : `Fill in “${label}”.`;
      return { field: `details.${key}`, code: "required", message };
    });
}

function termGaps(content: MaterialContent, category: Category, now: string): Gap[] {
  if (content.endsAt <= content.startsAt)
    return [{ field: "endsAt", code: "ends_before_start", message: "The end has to lie after the start." }];
  if (content.endsAt <= now)
    return [{ field: "endsAt", code: "window_closed", message: "The end has passed already; choose a later one." }];
  if (daysBetween(content.startsAt, content.endsAt) > category.mostTermDays)
    return [
      {
        field: "endsAt",
        code: "term_too_long",
        message: `${category.label}: at most ${category.mostTermDays} days from the start.`,
      },
    ];
  return [];
}

function custodianGaps(content: MaterialContent, category: Category): Gap[] {
  if (category.id !== "break_glass") return [];
  const [first, second] = [content.details.first_custodian?.trim(), content.details.second_custodian?.trim()];
  if (!first || first.toLowerCase() !== second?.toLowerCase()) return [];
  const message = "The two custodians have to be different people.";
  return [{ field: "details.second_custodian", code: "same_custodian", message }];
}
