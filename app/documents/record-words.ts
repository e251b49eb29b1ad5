import type { Instant } from "#app/engine/types.ts";
import { shownInstant } from "#app/mail/shown-instant.ts";
import { effectTexts, factorLabels, scopeLines } from "#app/register/describe.ts";
import { silenceEndings } from "#app/register/describe-oversight.ts";
import { impactLabels, likelihoodLabels, type Rating, type Risk, rate, riskScore } from "#app/register/risk.ts";
import { stateWords } from "#app/register/state-words.ts";
import type { RecordFacts } from "./record-facts.ts";

/** Writes an instant for a document; null stays null. */
export function when(at: Instant | null | undefined): string | null {
  return at ? shownInstant(at) : null;
}

/** Says how a record stands at the instant of the document, as the end of "it is …". */
export function standingOf({ record, status }: Pick<RecordFacts, "record" | "status">): string {
  if (status.isExpired) return `past its end, and without effect since (${stateWords[record.state]} until then)`;
  if (status.isLive) return status.isReviewOverdue ? "active, with its review overdue" : "active and in effect";
  return stateWords[record.state];
}

/** Says what it does to a sign-in. */
export function effectOf({ record: { effect, factors } }: Pick<RecordFacts, "record">): string {
  const named = factors.map((kind) => factorLabels[kind]).join(", ");
  return `${effectTexts[effect].text}${named === "" ? "" : ` ${named}.`} (${effect})`;
}

/** Lists what a scope names, a line for each kind; null where it names nothing yet. */
export function scopeOf({ record, names }: Pick<RecordFacts, "record" | "names">): string | null {
  const lines = scopeLines(record.scope, names).map(({ label, values }) => `${label}: ${values.join(", ")}`);
  return lines.length === 0 ? null : lines.join("\n");
}

/** Says a risk in words, with how it is rated by itself. */
export function riskOf(risk: Risk | null): string | null {
  if (risk === null) return null;
  const { likelihood, impact } = risk;
  return `${ratingOf(rate(risk))}: likelihood ${likelihood} of 5 (${likelihoodLabels[likelihood].toLowerCase()}) × impact ${impact} of 5 (${impactLabels[impact].toLowerCase()}) = ${riskScore(risk)}`;
}

/** Says the rating that counts, and why it is another one than the score's where it is. */
export function ratingOfRecord({
  record: { rating, ratingBasis },
}: {
  record: Pick<RecordFacts["record"], "rating" | "ratingBasis">;
}): string | null {
  if (rating === null) return null;
  const { floor, overriddenFor, computed } = ratingBasis ?? { floor: null, overriddenFor: null, computed: rating };
  return [
    `${ratingOf(rating)}.`,
    floor ? `${ratingOf(floor.rating)} is the least for whom it reaches: ${floor.reasons.join(" ")}` : "",
    overriddenFor ? `The assessor chose it over ${computed}: ${overriddenFor}` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function ratingOf(rating: Rating): string {
  return rating.charAt(0).toUpperCase() + rating.slice(1);
}

/** What stands in the place of a reason that is not for this reader. */
export const privateReason = "Shown to approvers and the requestor only.";

/** Returns the reason, or that it is for others. */
export function reasonOf({ record, showsReason }: Pick<RecordFacts, "record" | "showsReason">): string {
  return showsReason ? record.justification : privateReason;
}

/** Says how often it is reviewed; null while that is not known. */
export function cadenceOf({ reviewEveryDays }: Pick<RecordFacts["record"], "reviewEveryDays">): string | null {
  if (reviewEveryDays === null) return null;
  return reviewEveryDays === 1 ? "Every day" : `Every ${reviewEveryDays} days`;
}

/** Says when it is reviewed next; null while that is not known. */
export function nextReviewOf({ nextReviewAt, endedAt }: Pick<RecordFacts["record"], "nextReviewAt" | "endedAt">) {
  return nextReviewAt === null && endedAt !== null ? "None: it has ended" : when(nextReviewAt);
}

/** Says what happens when nobody reviews it. */
export function silenceOf({ category }: Pick<RecordFacts, "category">): string {
  const { comes } = silenceEndings[category.silence];
  return `${comes.charAt(0).toUpperCase()}${comes.slice(1)}`;
}
