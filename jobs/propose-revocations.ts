import type { Instant } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { addDays } from "#app/register/days.ts";
import { dormancyOf } from "#app/register/dormancy.ts";
import { needlessSince } from "#app/register/needless.server.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { strictest } from "#app/register/strictest.ts";
import { listCategoryVersions } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { totalUsage } from "#db/exception-usage.ts";
import { findException } from "#db/exceptions.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { type IdleLimit, listDormant, listEnrolled, markProposed } from "#db/revocation-proposals.ts";
import type { Workspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostDue } from "./job.ts";
import { tellOfEnd } from "./tell-of-end.ts";
import { tellOwner } from "./tell-owner.ts";

/** Enrolments of so many days are looked at, so that a server that was away for some of them misses none. */
const daysLookedBack = 7;

/** Proposes to end what nobody uses, and what a factor that was enrolled has made needless; once for each time that it is so. */
export const proposeRevocations: Job = {
  name: "propose-revocations",
  cron: "15 * * * *",
  summary: "Proposes to revoke exceptions that nobody uses, or that an enrolled factor has made needless.",
  run: async (context, workspace, now) => {
    const dormant = await proposeDormant(context, workspace, now);
    const needless = await proposeNeedless(context, workspace, now);
    return { dormant: dormant.done, needless: needless.done, failed: dormant.failed + needless.failed };
  },
};

async function proposeDormant(context: JobContext, workspace: Workspace, now: Instant) {
  const { db } = context;
  const workspaceId = workspace.id;
  // While decisions are still to be counted, nobody knows what lies idle.
  if (!(await gatherRecent(db, workspaceId))) return { done: 0, failed: 0 };
  const limits = await idleLimits(db, workspaceId, now);
  const due = await listDormant(db, workspaceId, { limits, now, limit: mostDue(context) });
  return eachDue(
    context,
    due,
    ({ id }) =>
      write(db, asJob(context, proposeRevocations.name, { workspaceId, now }), async (tx, journal) => {
        const record = await findException(tx, workspaceId, id);
        if (!record) throw new DoneElsewhere(id);
        const lastUsedAt = (await totalUsage(tx, workspaceId, [id])).get(id)?.lastAt ?? null;
        const dormancy = dormancyOf(record, await rulesFor(tx, record), { lastUsedAt, now });
        if (dormancy === null) throw new DoneElsewhere(id);
        const { since, days } = dormancy;
        const proposal = { exceptionId: id, cause: "dormant", since } as const;
        if (!(await markProposed(tx, workspaceId, proposal, now))) throw new DoneElsewhere(id);
        journal.audit("exception.dormant", { kind: "exception", id }, { since, days, lastUsedAt });
        const data = { since, days: String(days) };
        await tellOwner(tx, journal, workspace, { record, template: "exception_dormant", data });
      }),
    "dormant",
  );
}

/** By version of each category: a record keeps to the stricter of the version that it was handed in under and today's. */
async function idleLimits(db: Db, workspaceId: string, now: Instant): Promise<IdleLimit[]> {
  const limits: IdleLimit[] = [];
  for (const category of categoryIds) {
    const [current, ...earlier] = (await listCategoryVersions(db, workspaceId, category)).map((each) => each.category);
    if (!current) continue;
    const rules = [
      { version: null, days: current.dormantAfterDays },
      { version: current.version, days: current.dormantAfterDays },
      ...earlier.map((each) => ({ version: each.version, days: strictest(each, current).dormantAfterDays })),
    ];
    for (const { version, days } of rules)
      if (days !== null) limits.push({ category, version, idleSince: addDays(now, -days) });
  }
  return limits;
}

async function proposeNeedless(context: JobContext, workspace: Workspace, now: Instant) {
  const workspaceId = workspace.id;
  const { db } = context;
  const due = await listEnrolled(db, workspaceId, {
    since: addDays(now, -daysLookedBack),
    now,
    limit: mostDue(context),
  });
  return eachDue(
    context,
    due,
    ({ id }) =>
      write(db, asJob(context, proposeRevocations.name, { workspaceId, now }), async (tx, journal) => {
        const record = await findException(tx, workspaceId, id);
        const since = record ? await needlessSince(tx, record, now) : null;
        if (!record || since === null) throw new DoneElsewhere(id);
        const proposal = { exceptionId: id, cause: "needless", since } as const;
        if (!(await markProposed(tx, workspaceId, proposal, now))) throw new DoneElsewhere(id);
        journal.audit("exception.needless", { kind: "exception", id }, { since });
        await tellOfEnd(tx, journal, workspace, { ending: record, template: "exception_needless" });
      }),
    "needless",
  );
}
