import { z } from "zod";
import { type Category, type Stage, silences } from "#app/register/category.ts";
import { type Rating, ratings } from "#app/register/risk.ts";
import { approverGroupLabels, approverGroups } from "#app/register/roles.ts";

/** What an admin decides about a category. */
export type CategoryContent = Omit<Category, "id" | "version">;

/** Returns what is decided about a category, without what names it. */
export function contentOfCategory({ id, version, ...content }: Category): CategoryContent {
  return content;
}

const days = (most: number) =>
  z
    .number("Enter whole days.")
    .int("Enter whole days.")
    .min(1, "Enter at least one day.")
    .max(most, `Enter at most ${most} days.`);
const line = (most: number, missing: string) => z.string().trim().min(1, missing).max(most, `At most ${most} letters.`);

const stage = z.object({
  group: z.enum(approverGroups),
  minimum: z.number("Enter a number.").int().min(1, "Enter 1 to 5.").max(5, "Enter 1 to 5."),
}) satisfies z.ZodType<Stage>;

const part = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "A key has lower-case letters, digits and underscores."),
  label: line(60, "Name the part."),
  hint: z.string().trim().max(200, "At most 200 letters."),
  isRequired: z.boolean(),
});

const perRating = <T extends z.ZodType>(schema: T) =>
  z.object({ low: schema, moderate: schema, high: schema, critical: schema } satisfies Record<Rating, T>);

/** What a category may be: each limit within its own bounds, and all of them together without contradiction. */
export const categoryContentSchema = z
  .object({
    label: line(60, "Give it a name."),
    summary: line(300, "Say in a sentence what it is for."),
    isEnabled: z.boolean(),
    defaultTermDays: days(730),
    mostTermDays: days(730),
    lifetimeDays: days(3650).nullable(),
    extensionDays: days(730),
    mostExtensions: z.number("Enter a number, or leave it empty.").int().min(0).max(99, "Enter at most 99.").nullable(),
    stages: perRating(z.array(stage).max(approverGroups.length)),
    reviewEveryDays: perRating(days(365)),
    firstReviewDays: days(365).nullable(),
    silence: z.enum(silences, "Choose what happens."),
    graceDays: z.number("Enter whole days.").int("Enter whole days.").min(0).max(90, "Enter at most 90 days."),
    dormantAfterDays: days(365).nullable(),
    rotateEveryDays: days(365).nullable(),
    mustCarry: z.array(part).max(12, "At most twelve parts."),
    reasonIsPrivate: z.boolean(),
  })
  .superRefine((content, { addIssue }) => {
    for (const { path, message } of faultsIn(content)) addIssue({ code: "custom", path, message });
  }) satisfies z.ZodType<CategoryContent>;

type Fault = { path: (string | number)[]; message: string };

function faultsIn(content: CategoryContent): Fault[] {
  return [
    ...faultsInTerms(content),
    ...faultsInReviews(content),
    ...faultsInStages(content),
    ...faultsInParts(content),
  ];
}

function faultsInTerms({ defaultTermDays, mostTermDays, lifetimeDays, extensionDays }: CategoryContent): Fault[] {
  const faults: Fault[] = [];
  if (defaultTermDays > mostTermDays)
    faults.push({ path: ["defaultTermDays"], message: "The usual term is at most the longest one." });
  if (lifetimeDays !== null && mostTermDays > lifetimeDays)
    faults.push({ path: ["mostTermDays"], message: "The longest term is at most the lifetime." });
  if (extensionDays > mostTermDays)
    faults.push({ path: ["extensionDays"], message: "An extension adds at most the longest term." });
  return faults;
}

function faultsInReviews({ reviewEveryDays, firstReviewDays }: CategoryContent): Fault[] {
  const faults: Fault[] = ratings.flatMap((rating, index) => {
    const milder = ratings[index - 1];
    return milder !== undefined && reviewEveryDays[rating] > reviewEveryDays[milder]
      ? [
          {
            path: ["reviewEveryDays", rating],
            message: `What is ${rating} is reviewed at least as often as ${milder}.`,
          },
        ]
      : [];
  });
  if (firstReviewDays !== null && firstReviewDays > Math.min(...Object.values(reviewEveryDays)))
    faults.push({ path: ["firstReviewDays"], message: "The first review comes no later than the others." });
  return faults;
}

function faultsInStages({ stages }: CategoryContent): Fault[] {
  const faults: Fault[] = [];
  for (const rating of ratings) {
    const groups = stages[rating].map(({ group }) => group);
    const fault = (message: string) => faults.push({ path: ["stages", rating], message });
    if (groups.length === 0) fault(`Say who approves what is ${rating}.`);
    if (new Set(groups).size < groups.length) fault("Name each group once.");
    if (rating === "critical" && !groups.includes("security_leadership"))
      fault(`What is critical needs ${approverGroupLabels.security_leadership.toLowerCase()}.`);
  }
  return faults;
}

function faultsInParts({ mustCarry }: CategoryContent): Fault[] {
  const keys = mustCarry.map(({ key }) => key);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [{ path: ["mustCarry", index, "label"], message: "There is such a part already." }]
      : [],
  );
}
