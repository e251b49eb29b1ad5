import { type Campaign, type CampaignItem, statusOfItem } from "#app/campaigns/campaign.ts";
import type { Instant } from "#app/engine/types.ts";
import { itemsOfCampaigns, listCampaigns } from "#db/campaigns.ts";
import { findUsers } from "#db/users.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostItems } from "./job.ts";
import { type Duty, hasUntold, markSteps, passedSteps } from "./mark-steps.ts";

const reminderDays = [7, 1, 0] as const;

/** Reminds the reviewers of a campaign of what they have open; once its deadline has passed, its author hears of it, too. */
export const remindReviewers: Job = {
  name: "remind-reviewers",
  cron: "40 * * * *",
  summary:
    "Reminds the reviewers of a campaign 7 days and a day before its deadline; when it has passed, its author, too.",
  run: async (context, { id: workspaceId }, now) => {
    const due = [];
    for (const campaign of await listCampaigns(context.db, workspaceId, mostItems)) {
      const passed = campaign.closedAt === null ? passedSteps(dutyOf(campaign), reminderDays, now) : [];
      if (await hasUntold(context.db, workspaceId, dutyOf(campaign), passed))
        due.push({ id: campaign.id, campaign, passed });
    }
    const { done, failed } = await eachDue(context, due, (reminder) =>
      remind(context, { ...reminder, workspaceId, now }),
    );
    return { reminded: done, failed };
  },
};

function dutyOf({ id, deadline, createdAt }: Campaign): Duty {
  return { duty: "campaign", subjectId: id, dueAt: deadline, begunAt: createdAt };
}

type Reminder = { workspaceId: string; campaign: Campaign; passed: number[]; now: Instant };

async function remind(context: JobContext, { workspaceId, campaign, passed, now }: Reminder): Promise<void> {
  await write(context.db, asJob(context, remindReviewers.name, { workspaceId, now }), async (tx, { audit, notify }) => {
    const days = await markSteps(tx, workspaceId, dutyOf(campaign), { passed, now });
    if (days === null) throw new DoneElsewhere(campaign.id);
    const { id, name, deadline, createdBy } = campaign;
    const items = (await itemsOfCampaigns(tx, workspaceId, [id])).get(id) ?? [];
    const open = openByReviewer(campaign, items, now);
    const total = [...open.values()].reduce((sum, count) => sum + count, 0);
    const others = days === 0 && total > 0 && !open.has(createdBy) ? [createdBy] : [];
    const readers = [...(await findUsers(tx, workspaceId, [...open.keys(), ...others])).values()].filter(
      ({ disabledAt }) => disabledAt === null,
    );
    const toIds = readers.map((reader) => reader.id).sort();
    audit("campaign.reminded", { kind: "campaign", id }, { deadline, thresholdDays: days, open: total, toIds });
    const template = days === 0 ? "campaign_overdue" : "campaign_reminder";
    for (const { id: toUserId, userName } of readers) {
      const count = String(open.get(toUserId) ?? total);
      const data = { campaignId: id, name, deadline, count, days: days === 1 ? "a day" : `${days} days` };
      notify({ template, toUserId, toAddress: userName, data });
    }
  });
}

function openByReviewer(campaign: Campaign, items: readonly CampaignItem[], now: Instant): Map<string, number> {
  const open = Map.groupBy(
    items.filter((item) => statusOfItem(item, campaign, now) === "open"),
    ({ reviewerId }) => reviewerId,
  );
  return new Map([...open].map(([reviewerId, each]) => [reviewerId, each.length]));
}
