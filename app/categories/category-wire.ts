import { z } from "zod";
import { type Category, categoryIds, silences } from "#app/register/category.ts";
import { approverGroups } from "#app/register/roles.ts";
import { type CategoryContent, categoryContentSchema } from "./category-content.ts";

const days = z.number().int();
const perRating = <T extends z.ZodType>(schema: T) =>
  z.object({ low: schema, moderate: schema, high: schema, critical: schema });

const contentWire = {
  label: z.string(),
  summary: z.string(),
  is_enabled: z.boolean().describe("Whether new exceptions of the kind may be submitted."),
  default_term_days: days,
  most_term_days: days,
  lifetime_days: days.nullable().describe("The total since first activation; null for no limit."),
  extension_days: days.describe("The most that one extension adds."),
  most_extensions: days.nullable(),
  stages: perRating(z.array(z.object({ group: z.enum(approverGroups), minimum: z.number().int() }))).describe(
    "By residual rating: every body that is named has to approve, with as many people.",
  ),
  review_every_days: perRating(days),
  first_review_days: days.nullable(),
  silence: z.enum(silences).describe("What happens once a review stays unanswered for `grace_days`."),
  grace_days: days,
  dormant_after_days: days.nullable(),
  rotate_every_days: days.nullable().describe("How often the secrets that rest on it are replaced; null for none."),
  must_carry: z.array(z.object({ key: z.string(), label: z.string(), hint: z.string(), is_required: z.boolean() })),
  reason_is_private: z.boolean(),
};

/** A category as the API shows it. */
export const CategoryWire = z.object({ id: z.enum(categoryIds), version: z.number().int(), ...contentWire });

/** A category as the API takes it: whole, with the version that it was made from. */
export const CategoryPut = z.strictObject({
  based_on: z.number().int().describe("The version that you read."),
  reason: z.string().trim().min(1, "Say why; it stays with the version.").max(2000),
  ...contentWire,
});

export function wireOfCategory(category: Category): z.output<typeof CategoryWire> {
  return {
    id: category.id,
    version: category.version,
    label: category.label,
    summary: category.summary,
    is_enabled: category.isEnabled,
    default_term_days: category.defaultTermDays,
    most_term_days: category.mostTermDays,
    lifetime_days: category.lifetimeDays,
    extension_days: category.extensionDays,
    most_extensions: category.mostExtensions,
    stages: {
      low: [...category.stages.low],
      moderate: [...category.stages.moderate],
      high: [...category.stages.high],
      critical: [...category.stages.critical],
    },
    review_every_days: category.reviewEveryDays,
    first_review_days: category.firstReviewDays,
    silence: category.silence,
    grace_days: category.graceDays,
    dormant_after_days: category.dormantAfterDays,
    rotate_every_days: category.rotateEveryDays,
    must_carry: category.mustCarry.map(({ isRequired, ...part }) => ({ ...part, is_required: isRequired })),
    reason_is_private: category.reasonIsPrivate,
  };
}

/** Judges what was sent as the form's content is judged. */
export function contentOfCategoryWire(wire: z.output<typeof CategoryPut>) {
  const content: CategoryContent = {
    label: wire.label,
    summary: wire.summary,
    isEnabled: wire.is_enabled,
    defaultTermDays: wire.default_term_days,
    mostTermDays: wire.most_term_days,
    lifetimeDays: wire.lifetime_days,
    extensionDays: wire.extension_days,
    mostExtensions: wire.most_extensions,
    stages: wire.stages,
    reviewEveryDays: wire.review_every_days,
    firstReviewDays: wire.first_review_days,
    silence: wire.silence,
    graceDays: wire.grace_days,
    dormantAfterDays: wire.dormant_after_days,
    rotateEveryDays: wire.rotate_every_days,
    mustCarry: wire.must_carry.map(({ is_required, ...part }) => ({ ...part, isRequired: is_required })),
    reasonIsPrivate: wire.reason_is_private,
  };
  return categoryContentSchema.safeParse(content);
}
