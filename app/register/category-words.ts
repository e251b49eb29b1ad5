import type { Category, Silence } from "./category.ts";
import { ratings } from "./risk.ts";

const silenceTexts: Record<Silence, string> = {
  remind: "people are reminded, and it goes on",
  suspend: "it is suspended",
  revoke: "it is revoked",
};

/** Says what a category allows, in sentences: how long, how often it is looked at, and what comes of silence. */
export function limitsOf(category: Category): string[] {
  const { defaultTermDays, mostTermDays, lifetimeDays, mostExtensions, extensionDays, silence, graceDays } = category;
  return [
    `Usually ${daysText(defaultTermDays)}, at most ${daysText(mostTermDays)} at a time.`,
    lifetimeDays === null
      ? `It can be extended by up to ${daysText(extensionDays)} at a time, each time with new approvals.`
      : `With extensions, ${daysText(lifetimeDays)} in all${mostExtensions === null ? "" : `, and ${timesText(mostExtensions)}`}.`,
    `Reviewed ${reviewText(category)}.`,
    `When a review stays unanswered${graceDays > 0 ? ` for ${daysText(graceDays)}` : ""}, ${silenceTexts[silence]}.`,
    ...(category.reasonIsPrivate ? ["The reason is shown to approvers and to you only."] : []),
  ];
}

function timesText(count: number): string {
  return count === 1 ? "extended once" : `extended ${count} times at most`;
}

function reviewText({ reviewEveryDays, firstReviewDays }: Category): string {
  const days = ratings.map((rating) => reviewEveryDays[rating]);
  const [longest, shortest] = [Math.max(...days), Math.min(...days)];
  const every =
    longest === shortest
      ? `every ${longest === 1 ? "day" : daysText(longest)}`
      : `every ${shortest} to ${longest} days, by its rating`;
  return firstReviewDays !== null && firstReviewDays < shortest ? `${every}, first after ${firstReviewDays}` : every;
}

export function daysText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
