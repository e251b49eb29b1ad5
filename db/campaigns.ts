import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Campaign, CampaignItem } from "#app/campaigns/campaign.ts";
import type { ExceptionState, Instant } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import type { ReviewOutcome } from "#app/register/command-schemas.ts";
import { type Rating, ratings } from "#app/register/risk.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

const StoredSelection = z.object({
  category: z.enum(categoryIds).nullable(),
  rating: z.enum(ratings).nullable(),
  ownerId: z.string().nullable(),
  application: z.string().nullable(),
});

const columns = [
  "id",
  "name",
  "selection",
  "deadline",
  "createdAt",
  "createdBy",
  "closedAt",
  "closedBy",
  "statement",
] as const;

type Assigned = { exceptionId: string; reviewerId: string };

/** Stores a new campaign with who reviews what. */
export async function insertCampaign(
  tx: Db,
  workspaceId: string,
  campaign: Campaign,
  items: readonly Assigned[],
): Promise<void> {
  await tx
    .insertInto("campaigns")
    .values({ ...campaign, workspaceId, selection: JSON.stringify(campaign.selection) })
    .execute();
  const rows = items.map((item) => ({ ...item, workspaceId, campaignId: campaign.id, reviewedAt: null }));
  await tx.insertInto("campaignItems").values(rows).execute();
}

export async function findCampaign(db: Db, workspaceId: string, id: string): Promise<Campaign | undefined> {
  const row = await db
    .selectFrom("campaigns")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && campaignOf(row);
}

/** Returns the latest campaigns, the open ones first. */
export async function listCampaigns(db: Db, workspaceId: string, limit: number): Promise<Campaign[]> {
  const rows = await db
    .selectFrom("campaigns")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .orderBy(sql`case when closed_at is null then 0 else 1 end`)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(campaignOf);
}

/** Returns the items of campaigns with the reviews that answered them, by campaign. */
export async function itemsOfCampaigns(
  db: Db,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignItem[]>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("campaignItems as item")
    .innerJoin("exceptions as record", (join) =>
      join.onRef("record.workspaceId", "=", "item.workspaceId").onRef("record.id", "=", "item.exceptionId"),
    )
    .leftJoin("reviews as review", (join) =>
      join
        .onRef("review.workspaceId", "=", "item.workspaceId")
        .onRef("review.exceptionId", "=", "item.exceptionId")
        .onRef("review.at", "=", "item.reviewedAt"),
    )
    .select(["item.campaignId", "item.exceptionId", "item.reviewerId"])
    .select(["record.title", "record.state", "record.rating", "record.endsAt", "record.endedAt"])
    .select(["review.at", "review.reviewerId as by", "review.outcome", "review.justification"])
    .where("item.workspaceId", "=", workspaceId)
    .where("item.campaignId", "in", [...campaignIds])
    .orderBy("item.exceptionId")
    .execute();
  const items = rows.map(({ campaignId, endedAt, at, by, outcome, justification, ...row }) => ({
    campaignId,
    item: {
      ...row,
      state: row.state as ExceptionState, // cast: written from the union
      rating: row.rating as Rating | null, // cast: written from the union
      endsAt: endedAt ?? row.endsAt,
      review:
        at !== null && by !== null && outcome !== null
          ? { at, by, outcome: outcome as ReviewOutcome, justification: justification ?? "" } // cast: written from the union
          : null,
    },
  }));
  const byCampaign = Map.groupBy(items, ({ campaignId }) => campaignId);
  return new Map([...byCampaign].map(([id, entries]) => [id, entries.map(({ item }) => item)]));
}

/** Returns which exceptions wait for a person's review in campaigns that are open, with the earliest deadline of each. */
export async function assignedTo(db: Db, workspaceId: string, reviewerId: string): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom("campaignItems as item")
    .innerJoin("campaigns as campaign", (join) =>
      join.onRef("campaign.workspaceId", "=", "item.workspaceId").onRef("campaign.id", "=", "item.campaignId"),
    )
    .select((eb) => ["item.exceptionId", eb.fn.min("campaign.deadline").as("deadline")])
    .where("item.workspaceId", "=", workspaceId)
    .where("item.reviewerId", "=", reviewerId)
    .where("item.reviewedAt", "is", null)
    .where("campaign.closedAt", "is", null)
    .groupBy("item.exceptionId")
    .limit(500)
    .execute();
  return new Map(rows.map(({ exceptionId, deadline }) => [exceptionId, deadline]));
}

/** Notes in every open campaign that an exception was reviewed; what was escalated is answered by the next review. */
export async function answerCampaigns(
  tx: Db,
  workspaceId: string,
  { exceptionId, at }: { exceptionId: string; at: Instant },
): Promise<void> {
  await tx
    .updateTable("campaignItems")
    .set({ reviewedAt: at })
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .where("campaignId", "in", (eb) =>
      eb.selectFrom("campaigns").select("id").where("workspaceId", "=", workspaceId).where("closedAt", "is", null),
    )
    .where((eb) =>
      eb.or([
        eb("reviewedAt", "is", null),
        eb.exists(
          eb
            .selectFrom("reviews")
            .select("reviews.at")
            .whereRef("reviews.workspaceId", "=", "campaignItems.workspaceId")
            .whereRef("reviews.exceptionId", "=", "campaignItems.exceptionId")
            .whereRef("reviews.at", "=", "campaignItems.reviewedAt")
            .where("reviews.outcome", "=", "escalate"),
        ),
      ]),
    )
    .execute();
}

/** Gives an item that nobody has reviewed to another person; false when it was reviewed in the meantime. */
export async function reassignItem(
  tx: Db,
  workspaceId: string,
  { campaignId, exceptionId, reviewerId }: Assigned & { campaignId: string },
): Promise<boolean> {
  const given = await tx
    .updateTable("campaignItems")
    .set({ reviewerId })
    .where("workspaceId", "=", workspaceId)
    .where("campaignId", "=", campaignId)
    .where("exceptionId", "=", exceptionId)
    .where("reviewedAt", "is", null)
    .returning("exceptionId")
    .executeTakeFirst();
  return given !== undefined;
}

type Closing = { id: string; closedBy: string; statement: string; closedAt: Instant };

/** Closes a campaign, once; false when somebody has. */
export async function endCampaign(
  tx: Db,
  workspaceId: string,
  { id, closedBy, statement, closedAt }: Closing,
): Promise<boolean> {
  const ended = await tx
    .updateTable("campaigns")
    .set({ closedAt, closedBy, statement })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return ended !== undefined;
}

type Row = Pick<Selectable<Schema["campaigns"]>, (typeof columns)[number]>;

function campaignOf(row: Row): Campaign {
  return { ...row, selection: StoredSelection.parse(JSON.parse(row.selection)) };
}
