import type { Instant, Policy, Subject } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { graceWarningDays, passedGraceWarnings } from "#app/policy/grace-warnings.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import { listNoticesAhead, markDutyTold } from "#db/duty-notices.ts";
import { listOpenGrace, type ToldGrace } from "#db/grace-periods.ts";
import { currentPolicy } from "#db/policies.ts";
import { findUsers } from "#db/users.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostItems } from "./job.ts";

/** The duty under which it is marked that somebody was told of the end of their time. */
const duty = "enrolment";

/**
 * Tells people who have nothing enrolled yet that their time is nearly over. When several thresholds were passed while
 * nothing ran, one message goes out, about the nearest.
 */
export const remindUnenrolled: Job = {
  name: "remind-unenrolled",
  cron: "50 * * * *",
  summary: `Tells people ${graceWarningDays.join(", ")} days before their time to enrol is over.`,
  run: async (context, { id: workspaceId }, now) => {
    const policy = await currentPolicy(context.db, workspaceId);
    const counts = { warned: 0, failed: 0 };
    // Who began after this has more time left than any warning is about.
    const until = addHours(addDays(now, Math.max(...graceWarningDays)), -policy.graceHours);
    const since = addHours(now, -policy.graceHours);
    const told = await toldWarnings(context, workspaceId, now);
    let after = { startedAt: since, userId: "" };
    for (;;) {
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

type Warning = { id: string; userName: string; endsAt: Instant; steps: number[] };
type Place = { workspaceId: string; policy: Policy; told: ReadonlySet<string>; now: Instant };

async function dueAmong({ db }: JobContext, page: readonly ToldGrace[], place: Place): Promise<Warning[]> {
  const { workspaceId, policy, told, now } = place;
  const passed = page.flatMap(({ userId, startedAt }) => {
    const endsAt = addHours(startedAt, policy.graceHours);
    const steps = passedGraceWarnings(endsAt, policy.graceHours, now);
    const isNew = steps.some((days) => !told.has(keyOf(userId, endsAt, days)));
    return isNew ? [{ id: userId, endsAt, steps }] : [];
  });
  const ids = passed.map(({ id }) => id);
  const lacking = new Set(
    (await subjectsOf(db, workspaceId, ids)).filter((subject) => isLacking(subject, policy, now)).map(({ id }) => id),
  );
  const users = await findUsers(db, workspaceId, [...lacking]);
  return passed.flatMap((warning) => {
    const userName = users.get(warning.id)?.userName;
    return userName === undefined ? [] : [{ ...warning, userName }];
  });
}

function isLacking(subject: Subject, policy: Policy, now: Instant): boolean {
  const { lacksFactor, grace } = enrollmentStanding(subject, policy, now);
  return subject.disabledAt === null && lacksFactor && grace?.isActive === true;
}

async function warn(context: JobContext, workspaceId: string, { id, userName, endsAt, steps }: Warning, now: Instant) {
  await write(
    context.db,
    asJob(context, remindUnenrolled.name, { workspaceId, now }),
    async (tx, { audit, notify }) => {
      const marked: number[] = [];
      for (const days of steps)
        if (await markDutyTold(tx, workspaceId, { duty, subjectId: id, dueAt: endsAt, step: String(days) }, now))
          marked.push(days);
      if (marked.length === 0) throw new DoneElsewhere(id);
      audit("user.grace_warned", { kind: "user", id }, { endsAt, thresholdDays: Math.min(...marked) });
      notify({ template: "grace_expiring", toUserId: id, toAddress: userName, data: { endsAt } });
    },
  );
}

async function toldWarnings({ db }: JobContext, workspaceId: string, now: Instant): Promise<ReadonlySet<string>> {
  const notices = await listNoticesAhead(db, workspaceId, { duty, now });
  return new Set(notices.map(({ subjectId, dueAt, step }) => keyOf(subjectId, dueAt, Number(step))));
}

function keyOf(userId: string, endsAt: Instant, days: number): string {
  return `${userId} ${endsAt} ${days}`;
}
