import { setImmediate } from "node:timers/promises";
import type { Instant, Policy, Subject } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import { type DutyNotice, listNoticesAhead } from "#db/duty-notices.ts";
import { listOpenGrace, type ToldGrace } from "#db/grace-periods.ts";
import { currentPolicy } from "#db/policies.ts";
import { findUsers } from "#db/users.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostItems } from "./job.ts";
import { type Duty, markSteps, passedSteps } from "./mark-steps.ts";

/** The duty under which it is marked that somebody was told of the end of their time. */
const duty = "enrolment";

const warningDays = [7, 3, 1] as const;

/**
 * Tells people who have nothing enrolled yet that their time is nearly over. When several thresholds were passed while
 * nothing ran, one message goes out, about the nearest.
 */
export const remindUnenrolled: Job = {
  name: "remind-unenrolled",
  cron: "50 * * * *",
  summary: `Tells people ${warningDays.join(", ")} days before their time to enrol is over.`,
  run: async (context, { id: workspaceId }, now) => {
    const policy = await currentPolicy(context.db, workspaceId);
    const counts = { warned: 0, failed: 0 };
    // Who began after this has more time left than any warning is about.
    const until = addHours(addDays(now, Math.max(...warningDays)), -policy.graceHours);
    const since = addHours(now, -policy.graceHours);
    const told = await toldWarnings(context, workspaceId, now);
    let after = { startedAt: since, userId: "" };
    for (;;) {
      // SQLite answers at once: without a pause nobody else would get a turn before the last page.
      await setImmediate();
      const page = await listOpenGrace(context.db, workspaceId, { after, until, limit: mostItems });
      const due = await dueAmong(context, page, { workspaceId, policy, told, now });
      const { done, failed } = await eachDue(context, due, (warning) => warn(context, workspaceId, warning, now));
      counts.warned += done;
      counts.failed += failed;
      const last = page.at(-1);
      if (last === undefined || page.length < mostItems) return counts;
      after = last;
    }
  },
};

type Warning = { id: string; userName: string; due: Duty; passed: number[] };
type Place = { workspaceId: string; policy: Policy; told: ReadonlySet<string>; now: Instant };

async function dueAmong({ db }: JobContext, page: readonly ToldGrace[], place: Place): Promise<Warning[]> {
  const { workspaceId, policy, told, now } = place;
  const near = page.flatMap(({ userId, startedAt }) => {
    const due = { duty, subjectId: userId, dueAt: addHours(startedAt, policy.graceHours), begunAt: startedAt };
    const passed = passedSteps(due, warningDays, now);
    const isNew = passed.some((days) => !told.has(keyOf({ ...due, step: String(days) })));
    return isNew ? [{ id: userId, due, passed }] : [];
  });
  const ids = near.map(({ id }) => id);
  const lacking = (await subjectsOf(db, workspaceId, ids)).filter((subject) => isLacking(subject, policy, now));
  const users = await findUsers(
    db,
    workspaceId,
    lacking.map(({ id }) => id),
  );
  return near.flatMap((warning) => {
    const userName = users.get(warning.id)?.userName;
    return userName === undefined ? [] : [{ ...warning, userName }];
  });
}

function isLacking(subject: Subject, policy: Policy, now: Instant): boolean {
  const { lacksFactor, grace } = enrollmentStanding(subject, policy, now);
  return subject.disabledAt === null && lacksFactor && grace?.isActive === true;
}

async function warn(context: JobContext, workspaceId: string, { id, userName, due, passed }: Warning, now: Instant) {
  const writing = asJob(context, remindUnenrolled.name, { workspaceId, now });
  await write(context.db, writing, async (tx, { audit, notify }) => {
    const nearest = await markSteps(tx, workspaceId, due, { passed, now });
    if (nearest === null) throw new DoneElsewhere(id);
    const endsAt = due.dueAt;
    audit("user.grace_warned", { kind: "user", id }, { endsAt, thresholdDays: nearest });
    notify({ template: "grace_expiring", toUserId: id, toAddress: userName, data: { endsAt } });
  });
}

async function toldWarnings({ db }: JobContext, workspaceId: string, now: Instant): Promise<ReadonlySet<string>> {
  return new Set((await listNoticesAhead(db, workspaceId, { duty, now })).map(keyOf));
}

function keyOf({ subjectId, dueAt, step }: Pick<DutyNotice, "subjectId" | "dueAt" | "step">): string {
  return `${subjectId} ${dueAt} ${step}`;
}
