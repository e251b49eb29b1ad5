import { setImmediate } from "node:timers/promises";
import type { Instant } from "#app/engine/types.ts";
import { apply } from "#app/register/apply.server.ts";
import { addDays } from "#app/register/days.ts";
import { clock } from "#app/register/guards.ts";
import { mailFacts } from "#app/register/mail-facts.server.ts";
import { Refused } from "#app/register/refused.ts";
import { markDutyTold } from "#db/duty-notices.ts";
import { findException } from "#db/exceptions.ts";
import { answerDuty, listUnanswered, type Unanswered, wasToldOfLapse } from "#db/unanswered.ts";
import { findUsers } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostItems } from "./job.ts";

/**
 * Reminds whoever asked of a question that is open, saying when their request lapses, and lets it lapse then. It counts from
 * the last change of the record; nothing lapses before the instant that was told.
 */
export const chaseRequestors: Job = {
  name: "chase-requestors",
  cron: "25 * * * *",
  summary: "Reminds requestors of open questions, and lets requests lapse that they do not answer.",
  run: async (context, workspace, now) => {
    const counts = { reminded: 0, lapsed: 0, failed: 0 };
    const untouchedSince = addDays(now, -workspace.remindAfterDays);
    let after = "";
    for (;;) {
      // SQLite answers at once: without a pause nobody else would get a turn before the last page.
      await setImmediate();
      const page = await listUnanswered(context.db, workspace.id, { untouchedSince, after, limit: mostItems });
      const due = page
        .filter(({ lapsesAt }) => lapsesAt === null || lapsesAt <= now)
        .map((unanswered) => ({ id: unanswered.record.id, ...unanswered }));
      const { failed } = await eachDue(context, due, async (unanswered) => {
        counts[await chase(context, { workspace, ...unanswered, now })] += 1;
      });
      counts.failed += failed;
      const last = page.at(-1)?.record.id;
      if (last === undefined || page.length < mostItems) return counts;
      after = last;
    }
  },
};

type Chasing = Unanswered & { workspace: Workspace; now: Instant };

async function chase(context: JobContext, chasing: Chasing): Promise<"reminded" | "lapsed"> {
  if (chasing.lapsesAt === null) {
    await remind(context, chasing);
    return "reminded";
  }
  await lapse(context, chasing);
  return "lapsed";
}

async function remind(context: JobContext, { workspace, record, now }: Chasing): Promise<void> {
  const { id, requestorId, ownerId, updatedAt: since } = record;
  const { id: workspaceId, remindAfterDays, lapseAfterDays } = workspace;
  const lapsesAt = later(addDays(since, lapseAfterDays), addDays(now, remindAfterDays));
  await write(context.db, asJob(context, chaseRequestors.name, { workspaceId, now }), async (tx, { audit, notify }) => {
    const current = await findException(tx, workspaceId, id);
    if (current?.version !== record.version || (await wasToldOfLapse(tx, workspaceId, { id, since })))
      throw new DoneElsewhere(id);
    await markDutyTold(tx, workspaceId, { duty: answerDuty, subjectId: id, dueAt: lapsesAt, step: since }, now);
    audit("exception.answer_reminded", { kind: "exception", id }, { since, lapsesAt });
    const ids = [requestorId, ownerId].filter((each) => each !== null);
    const data = { ...(await mailFacts(tx, current)), since, lapsesAt };
    for (const { id: toUserId, userName, disabledAt } of (await findUsers(tx, workspaceId, ids)).values())
      if (disabledAt === null) notify({ template: "answer_reminder", toUserId, toAddress: userName, data });
  });
}

/** Somebody who answered in the meantime, or another node, has done what was due. */
async function lapse(context: JobContext, { workspace, record, now }: Chasing): Promise<void> {
  const { id, version, updatedAt } = record;
  const comment = `Nobody answered the question of ${updatedAt.slice(0, 10)}.`;
  const auditActor = { kind: "job", id: chaseRequestors.name } as const;
  try {
    const input = { command: "lapse", version, comment } as const;
    await apply(context.db, { workspaceId: workspace.id, id, input, actor: clock, auditActor, now });
  } catch (caught) {
    if (caught instanceof Refused) throw new DoneElsewhere(id);
    throw caught;
  }
}

function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
