import { z } from "zod";
import { categoryIds } from "#app/register/category.ts";
import { Instant } from "#app/register/exception-schemas.ts";
import { ratings } from "#app/register/risk.ts";

/** Which exceptions a campaign is about; what is left out is any. */
const SelectionSchema = z.object({
  category: z.enum(categoryIds, "Choose one of the categories.").nullable().default(null),
  rating: z.enum(ratings, "Choose one of the ratings.").nullable().default(null),
  owner_id: z.string().trim().min(1).nullable().default(null),
  application: z.string().trim().min(1).nullable().default(null),
});

/** What beginning a campaign takes, over screens and API. */
export const NewCampaign = z.object({
  name: z.string({ error: "Give it a name." }).trim().min(1, "Give it a name.").max(200),
  selection: SelectionSchema.prefault({}),
  reviewer_ids: z.array(z.string().min(1), "Choose who reviews.").min(1, "Choose who reviews.").max(100),
  deadline: Instant,
});
export type NewCampaign = z.output<typeof NewCampaign>;

export const CampaignClosing = z.object({
  statement: z
    .string({ error: "Say what the sign-off rests on." })
    .trim()
    .min(1, "Say what the sign-off rests on.")
    .max(10_000),
});

export const CampaignAssignment = z.object({
  exception_id: z.string().min(1),
  reviewer_id: z.string({ error: "Choose who reviews it." }).min(1, "Choose who reviews it."),
});
