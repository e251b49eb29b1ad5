import type { Direction, PolicyChange } from "#app/policy/policy-difference.ts";
import { type Category, type CategoryPart, type Stage, silences } from "#app/register/category.ts";
import { type Rating, ratings } from "#app/register/risk.ts";
import { approverGroups } from "#app/register/roles.ts";
import type { CategoryContent } from "./category-content.ts";
import { fieldLabels, limitText, onOff, ratingLabels, silenceTexts, stagesText } from "./category-texts.ts";

/** Lists what differs between two versions of a category, in words, and whether it asks for more or for less. */
export function categoryDifference(before: CategoryContent, after: CategoryContent): PolicyChange[] {
  return [
    ...plain("label", before, after),
    ...plain("summary", before, after),
    ...limits.flatMap(([key, unit]) => limitChange(fieldLabels[key], unit, before[key], after[key])),
    ...ratings.flatMap((rating) =>
      limitChange(reviewLabel(rating), "days", before.reviewEveryDays[rating], after.reviewEveryDays[rating]),
    ),
    ...ratings.flatMap((rating) => stagesChange(rating, before.stages[rating], after.stages[rating])),
    ...changeOf(fieldLabels.silence, before.silence, after.silence, {
      text: (silence) => silenceTexts[silence].label,
      direction: (from, to) => orderOf(silences.indexOf(from), silences.indexOf(to)),
    }),
    ...changeOf(fieldLabels.isEnabled, before.isEnabled, after.isEnabled, {
      text: (is) => (is ? "Open" : "Closed"),
      direction: (from) => (from ? "tightens" : "weakens"),
    }),
    ...changeOf(fieldLabels.reasonIsPrivate, before.reasonIsPrivate, after.reasonIsPrivate, {
      text: onOff,
      direction: (from) => (from ? "weakens" : "tightens"),
    }),
    ...partChanges(before.mustCarry, after.mustCarry),
  ];
}

type Limit = {
  [K in keyof CategoryContent]: CategoryContent[K] extends number | null ? K : never;
}[keyof CategoryContent];

/** Each is stricter the smaller it is. */
const limits: readonly [Limit, "days" | "times"][] = [
  ["defaultTermDays", "days"],
  ["mostTermDays", "days"],
  ["lifetimeDays", "days"],
  ["extensionDays", "days"],
  ["mostExtensions", "times"],
  ["firstReviewDays", "days"],
  ["graceDays", "days"],
  ["dormantAfterDays", "days"],
  ["rotateEveryDays", "days"],
];

const reviewLabel = (rating: Rating) => `Reviewed every, ${ratingLabels[rating].toLowerCase()}`;

function orderOf(from: number, to: number): Direction {
  if (from === to) return "neutral";
  return to > from ? "tightens" : "weakens";
}

type How<T> = { text: (value: T) => string | null; direction: (from: T, to: T) => Direction };

function changeOf<T>(what: string, before: T, after: T, { text, direction }: How<T>): PolicyChange[] {
  if (before === after) return [];
  return [{ what, before: text(before), after: text(after), direction: direction(before, after), note: null }];
}

function plain(key: "label" | "summary", before: CategoryContent, after: CategoryContent): PolicyChange[] {
  return changeOf(fieldLabels[key], before[key], after[key], { text: (text) => text, direction: () => "neutral" });
}

function limitChange(what: string, unit: "days" | "times", before: number | null, after: number | null) {
  const weight = (limit: number | null) => -(limit ?? Number.POSITIVE_INFINITY);
  return changeOf(what, before, after, {
    text: (limit) => limitText(limit, unit),
    direction: (from, to) => orderOf(weight(from), weight(to)),
  });
}

function stagesChange(rating: Rating, before: Category["stages"][Rating], after: Category["stages"][Rating]) {
  const what = `Approval, ${ratingLabels[rating].toLowerCase()}`;
  const asksLess = approverGroups.some((group) => minimumOf(after, group) < minimumOf(before, group));
  return changeOf(what, stagesText(before), stagesText(after), {
    text: (text) => text,
    direction: () => (asksLess ? "weakens" : "tightens"),
  });
}

function minimumOf(stages: readonly Stage[], wanted: Stage["group"]): number {
  return stages.find(({ group }) => group === wanted)?.minimum ?? 0;
}

function partChanges(before: readonly CategoryPart[], after: readonly CategoryPart[]): PolicyChange[] {
  const keys = [...new Set([...before, ...after].map(({ key }) => key))];
  return keys.flatMap((wanted) => {
    const was = before.find(({ key }) => key === wanted);
    const is = after.find(({ key }) => key === wanted);
    const direction = orderOf(Number(was?.isRequired ?? false), Number(is?.isRequired ?? false));
    return changeOf(`Part “${(is ?? was)?.label ?? wanted}”`, partText(was), partText(is), {
      text: (text) => text,
      direction: () => direction,
    });
  });
}

function partText(part: CategoryPart | undefined): string | null {
  if (!part) return null;
  const { label, hint, isRequired } = part;
  return `${label}, ${isRequired ? "required" : "optional"}${hint ? `: ${hint}` : ""}`;
}
