import { watchersOf } from "#app/auth/sso-rule.server.ts";
import {
  daysBeforeEnd,
  drillReminderDays,
  isDueIn,
  type Quarter,
  quarterAt,
  quarterBefore,
} from "#app/break-glass/drill.ts";
import { keepersOf } from "#app/break-glass/tell-keepers.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { drilledWithin } from "#db/drills.ts";
import { listDutyNotices, markDutyTold } from "#db/duty-notices.ts";
import { findUser } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job } from "./job.ts";

const duty = "drill";
const overdue = "overdue";

/** One account that was not drilled in a quarter, and the steps of telling that have been reached, the nearest last. */
type Due = { id: string; userId: string; quarter: Quarter; steps: string[] };

/**
 * Reminds custodians of the drill of the quarter, and whoever watches of one that was not held. Quarters are those of the
 * workspace's calendar; one that ended before the last is history.
 */
export const remindDrills: Job = {
  name: "remind-drills",
  cron: "25 * * * *",
  summary: `Reminds custodians ${drillReminderDays.join(", ")} days before a quarter ends without a drill, and tells the security contact when it has.`,
  run: async (context, { id: workspaceId, timeZone }, now) => {
    const { db } = context;
    const due = await listDue(db, { workspaceId, timeZone, now });
    const { done, failed } = await eachDue(context, due, (each) =>
      write(db, asJob(context, remindDrills.name, { workspaceId, now }), (tx, journal) =>
        remind({ tx, journal, workspaceId, now }, each),
      ),
    );
    return { reminded: done, failed };
  },
};

type Place = { workspaceId: string; timeZone: string; now: Instant };

async function listDue(db: Db, { workspaceId, timeZone, now }: Place): Promise<Due[]> {
  const current = quarterAt(now, timeZone);
  const told = new Set((await listDutyNotices(db, workspaceId, duty)).map(keyOf));
  const accounts = await listBreakGlassAccounts(db, workspaceId);
  const due: Due[] = [];
  for (const quarter of [quarterBefore(current, timeZone), current]) {
    const drilled = await drilledIn(db, workspaceId, quarter);
    const steps = stepsReached(quarter, timeZone, now);
    for (const { userId, registeredAt } of accounts) {
      const isUntold = steps.some((step) => !told.has(keyOf({ subjectId: userId, dueAt: quarter.endsAt, step })));
      if (isUntold && !drilled.has(userId) && isDueIn(quarter, registeredAt, timeZone))
        due.push({ id: `${userId} ${quarter.name}`, userId, quarter, steps });
    }
  }
  return due;
}

type Inside = { tx: Db; journal: Journal; workspaceId: string; now: Instant };

async function remind({ tx, journal, workspaceId, now }: Inside, { id, userId, quarter, steps }: Due): Promise<void> {
  if ((await drilledIn(tx, workspaceId, quarter)).has(userId)) throw new DoneElsewhere(id);
  const reached: string[] = [];
  for (const step of steps)
    if (await markDutyTold(tx, workspaceId, { duty, subjectId: userId, dueAt: quarter.endsAt, step }, now))
      reached.push(step);
  const nearest = reached.at(-1);
  if (nearest === undefined) throw new DoneElsewhere(id);
  journal.audit("drill.reminded", { kind: "user", id: userId }, { quarter: quarter.name, step: nearest });
  const account = await findUser(tx, workspaceId, userId);
  const data = { userId, account: account?.displayName ?? "", quarter: quarter.name, dueAt: quarter.endsAt };
  const isOver = nearest === overdue;
  const addressees = isOver ? await watchersOf(tx, workspaceId) : await keepersOf(tx, workspaceId, userId);
  for (const addressee of addressees)
    journal.notify({ template: isOver ? "drill_overdue" : "drill_due", ...addressee, data });
}

function drilledIn(db: Db, workspaceId: string, { beginsAt, endsAt }: Quarter): Promise<Set<string>> {
  return drilledWithin(db, workspaceId, { from: beginsAt, to: endsAt });
}

function stepsReached(quarter: Quarter, timeZone: string, now: string): string[] {
  const before = drillReminderDays.filter((days) => daysBeforeEnd(quarter, days, timeZone) <= now).map(String);
  return quarter.endsAt <= now ? [...before, overdue] : before;
}

function keyOf({ subjectId, dueAt, step }: { subjectId: string; dueAt: string; step: string }): string {
  return `${subjectId} ${dueAt} ${step}`;
}
