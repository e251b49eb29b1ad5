import type { Silence, Stage } from "#app/register/category.ts";
import type { Rating } from "#app/register/risk.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import type { CategoryContent } from "./category-content.ts";

/** What each rule of a category is called on screens. */
export const fieldLabels: Record<Exclude<keyof CategoryContent, "reviewEveryDays" | "stages" | "mustCarry">, string> = {
  label: "Name",
  summary: "What it is for",
  isEnabled: "New exceptions",
  defaultTermDays: "Usual term",
  mostTermDays: "Longest term",
  lifetimeDays: "Lifetime",
  extensionDays: "Longest extension",
  mostExtensions: "Extensions",
  firstReviewDays: "First review after",
  silence: "Unanswered review",
  graceDays: "Grace after a due review",
  dormantAfterDays: "Dormant after",
  rotateEveryDays: "Secrets replaced every",
  reasonIsPrivate: "Reason for approvers only",
};

export const ratingLabels: Record<Rating, string> = {
  low: "Low",
  moderate: "Moderate",
  high: "High",
  critical: "Critical",
};

export const silenceTexts: Record<Silence, { label: string; text: string }> = {
  remind: { label: "Remind", text: "The owner and the security contact are reminded; it stays in force." },
  suspend: { label: "Suspend", text: "It is put on hold until it has been reviewed." },
  revoke: { label: "Revoke", text: "It ends for good." },
};

export const onOff = (is: boolean) => (is ? "On" : "Off");

/** Puts a limit in words; null is no limit. */
export function limitText(limit: number | null, unit: "days" | "times"): string {
  if (limit === null) return "No limit";
  if (unit === "days") return limit === 1 ? "1 day" : `${limit} days`;
  return limit === 0 ? "None" : `At most ${limit}`;
}

/** Names the bodies that have to agree, as "Identity and 2 of Risk". */
export function stagesText(stages: readonly Stage[]): string {
  const names = stages.map(({ group, minimum }) => {
    const name = approverGroupLabels[group];
    return minimum === 1 ? name : `${minimum} of ${name}`;
  });
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "Nobody");
}
