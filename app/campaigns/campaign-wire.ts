import { z } from "zod";
import { exceptionStates, type Instant } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { reviewOutcomes } from "#app/register/command-schemas.ts";
import { ratings } from "#app/register/risk.ts";
import { type Campaign, type CampaignItem, progressOf, statusOfItem } from "./campaign.ts";

const instant = z.iso.datetime();

/** What the API answers for one campaign. */
export const CampaignWire = z.object({
  id: z.string(),
  name: z.string(),
  selection: z.object({
    category: z.enum(categoryIds).nullable(),
    rating: z.enum(ratings).nullable(),
    owner_id: z.string().nullable(),
    application: z.string().nullable(),
  }),
  deadline: instant,
  created_at: instant,
  created_by: z.string(),
  closed_at: instant.nullable(),
  closed_by: z.string().nullable(),
  statement: z.string().nullable().describe("What whoever signed it off says of it."),
  progress: z.object({
    total: z.number().int(),
    reviewed: z.number().int(),
    escalated: z.number().int(),
    ended: z.number().int().describe("They ended without a review."),
    open: z.number().int(),
  }),
  items: z.array(
    z.object({
      exception_id: z.string(),
      title: z.string(),
      state: z.enum(exceptionStates),
      reviewer_id: z.string(),
      status: z.enum(["reviewed", "escalated", "ended", "open"]),
      review: z
        .object({
          at: instant,
          by: z.string(),
          outcome: z.enum(reviewOutcomes),
          justification: z.string(),
        })
        .nullable(),
    }),
  ),
});
export type CampaignWire = z.output<typeof CampaignWire>;

/** Writes a campaign as the API shows it. */
export function wireOfCampaign(campaign: Campaign, items: readonly CampaignItem[], now: Instant): CampaignWire {
  const { total, reviewed, escalated, ended, open } = progressOf(campaign, items, now);
  const { category, rating, ownerId, application } = campaign.selection;
  return {
    id: campaign.id,
    name: campaign.name,
    selection: { category, rating, owner_id: ownerId, application },
    deadline: campaign.deadline,
    created_at: campaign.createdAt,
    created_by: campaign.createdBy,
    closed_at: campaign.closedAt,
    closed_by: campaign.closedBy,
    statement: campaign.statement,
    progress: { total, reviewed, escalated, ended, open },
    items: items.map((item) => ({
      exception_id: item.exceptionId,
      title: item.title,
      state: item.state,
      reviewer_id: item.reviewerId,
      status: statusOfItem(item, campaign, now),
      review: item.review,
    })),
  };
}
