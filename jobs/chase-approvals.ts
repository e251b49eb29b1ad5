import { chaseApproval, StoppedWaiting } from "#app/register/chase.server.ts";
import { dueChase } from "#app/register/chase.ts";
import type { Exception } from "#app/register/exception.ts";
import { Refused } from "#app/register/refused.ts";
import { chasesOf } from "#db/approval-chases.ts";
import { listWaiting, type WaitingPlace } from "#db/waiting.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { type Job, type JobContext, mostItems } from "./job.ts";

/** How many waiting records a run looks at; what is left comes with the next slot. */
const mostLookedAt = 20_000;

/**
 * Reminds approvers who are silent, tells others when that did not help, and lets what nobody decides lapse. It counts
 * from the instant since which a record waits, so after a pause everybody gets one message, about where it stands now.
 */
export const chaseApprovals: Job = {
  name: "chase-approvals",
  cron: "10 * * * *",
  summary: "Reminds approvers who are silent, escalates, and lets requests lapse that nobody decides.",
  run: async (context, workspace, now) => {
    const counts = { reminded: 0, escalated: 0, lapsed: 0, failed: 0 };
    const { isCatchingUp } = context;
    const actor = { kind: "job", id: chaseApprovals.name } as const;
    let after: WaitingPlace | null = null;
    for (let seen = 0; seen < mostLookedAt && doneOf(counts) < mostItems; seen += mostItems) {
      const page: Exception[] = await listWaiting(context.db, workspace.id, { now, after, limit: mostItems });
      const due = await dueAmong(context, page, (record, made) => dueChase(record, made, workspace, now));
      const { failed } = await eachDue(context, due, async ({ record, chase }) => {
        counts[
          await unlessElsewhere(record.id, chaseApproval(context.db, { record, chase, actor, isCatchingUp, now }))
        ] += 1;
      });
      counts.failed += failed;
      const last = page.at(-1);
      if (!last?.waitingSince || page.length < mostItems) break;
      after = { waitingSince: last.waitingSince, id: last.id };
    }
    return counts;
  },
};

function doneOf({ reminded, escalated, lapsed }: { reminded: number; escalated: number; lapsed: number }): number {
  return reminded + escalated + lapsed;
}

type Judge = (record: Exception, made: Awaited<ReturnType<typeof chasesOf>>) => ReturnType<typeof dueChase>;

async function dueAmong({ db }: JobContext, page: readonly Exception[], judge: Judge) {
  const [first] = page;
  if (!first) return [];
  const ids = page.map(({ id }) => id);
  const made = Map.groupBy(await chasesOf(db, first.workspaceId, ids), ({ exceptionId }) => exceptionId);
  return page.flatMap((record) => {
    const inThisWait = (made.get(record.id) ?? []).filter(({ waitingSince }) => waitingSince === record.waitingSince);
    const chase = judge(record, inThisWait);
    return chase ? [{ id: record.id, record, chase }] : [];
  });
}

/** Somebody who decided in the meantime, or another node, has done what was due. */
async function unlessElsewhere<T>(id: string, chased: Promise<T>): Promise<T> {
  try {
    return await chased;
  } catch (caught) {
    if (caught instanceof StoppedWaiting || caught instanceof Refused) throw new DoneElsewhere(id);
    throw caught;
  }
}
