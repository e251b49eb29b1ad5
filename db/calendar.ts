import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** What is approved has an end, whether it counts yet or is on hold. */
const withAnEnd: readonly ExceptionState[] = ["approved", "active", "suspended"];

/** As many as a calendar bears. */
const most = 500;

/** Returns the exceptions that a person owns, asked for, profits from or watches, and which end after an instant, the first to end first. */
export async function listExceptionsAround(
  db: Db,
  workspaceId: string,
  { userId, endsAfter }: { userId: string; endsAfter: Instant },
): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", withAnEnd)
    .where("endsAt", ">", endsAfter)
    .where((eb) =>
      eb.or([
        eb("ownerId", "=", userId),
        eb("requestorId", "=", userId),
        eb("beneficiaryId", "=", userId),
        eb.exists(
          eb
            .selectFrom("exceptionWatchers")
            .select("exceptionWatchers.userId")
            .whereRef("exceptionWatchers.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("exceptionWatchers.exceptionId", "=", "exceptions.id")
            .where("exceptionWatchers.userId", "=", userId),
        ),
      ]),
    )
    .orderBy("endsAt")
    .orderBy("id")
    .limit(most)
    .execute();
  return rows.map(exceptionOf);
}

export type OpenCampaign = { id: string; name: string; deadline: Instant; createdAt: Instant; open: number };

/** Returns the open campaigns in which something waits for a person's review, with how much. */
export async function listCampaignsOf(db: Db, workspaceId: string, reviewerId: string): Promise<OpenCampaign[]> {
  const rows = await db
    .selectFrom("campaignItems as item")
    .innerJoin("campaigns as campaign", (join) =>
      join.onRef("campaign.workspaceId", "=", "item.workspaceId").onRef("campaign.id", "=", "item.campaignId"),
    )
    .select(["campaign.id", "campaign.name", "campaign.deadline", "campaign.createdAt"])
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("item.workspaceId", "=", workspaceId)
    .where("item.reviewerId", "=", reviewerId)
    .where("item.reviewedAt", "is", null)
    .where("campaign.closedAt", "is", null)
    .groupBy(["campaign.id", "campaign.name", "campaign.deadline", "campaign.createdAt"])
    .orderBy("campaign.deadline")
    .limit(most)
    .execute();
  return rows.map(({ open, ...row }) => ({ ...row, open: Number(open) }));
}
