import type { Instant, Policy, Subject } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import { beginGrace, endGrace, listRunOutGrace, listUntoldGrace, type ToldGrace } from "#db/grace-periods.ts";
import { currentPolicy } from "#db/policies.ts";
import { findUser } from "#db/users.ts";
import { write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostDue, mostItems } from "./job.ts";

const hour = 3_600_000;
/** How many people a run looks at; who is left comes with the next slot, as those who were told are not looked at again. */
const mostLookedAt = 20_000;

type Place = { workspaceId: string; policy: Policy; now: Instant };

/**
 * Puts into the audit log whose time to enrol began and whose ran out, and tells those. The time follows from the policy, so a slot that
 * was missed changes nobody's end: the log only says it later.
 */
export const noteGrace: Job = {
  name: "note-grace",
  cron: "*/5 * * * *",
  summary: "Notes whose time to enrol began, and whose ran out.",
  run: async (context, { id: workspaceId }, now) => {
    const policy = await currentPolicy(context.db, workspaceId);
    const place = { workspaceId, policy, now };
    const ended = await noteEnds(context, place);
    const begun = policy.graceHours === 0 ? { done: 0, failed: 0 } : await noteBeginnings(context, place);
    return { granted: begun.done, ended: ended.done, failed: begun.failed + ended.failed };
  },
};

async function noteBeginnings(context: JobContext, place: Place) {
  const { workspaceId, policy, now } = place;
  const since = hoursBefore(now, policy.graceHours);
  const { askedSince, reenrollmentForcedAt } = policy;
  // Right after the policy began to ask, or forced everyone to enrol anew, the time of all who were here is running.
  const isEverybody = [askedSince, reenrollmentForcedAt].some((at) => at !== null && at > since);
  const counts = { done: 0, failed: 0 };
  let after = "";
  for (let seen = 0; seen < mostLookedAt && counts.done < mostItems; seen += mostItems) {
    const ids = await listUntoldGrace(context.db, workspaceId, { since, isEverybody, after, limit: mostItems });
    const due = (await subjectsOf(context.db, workspaceId, ids)).flatMap((subject) => {
      const { grace } = enrollmentStanding(subject, policy, now);
      return grace?.isActive && grace.startsAt > since ? [{ id: subject.id, grace }] : [];
    });
    const { done, failed } = await eachDue(
      context,
      due,
      ({ id: userId, grace }) =>
        write(context.db, asJob(context, noteGrace.name, { workspaceId, now }), async (tx, { audit }) => {
          if (!(await beginGrace(tx, workspaceId, { userId, startedAt: grace.startsAt })))
            throw new DoneElsewhere(userId);
          const { startsAt, endsAt } = grace;
          audit("TENANT_MFA_GRACE_GRANTED", { kind: "user", id: userId }, { startsAt, endsAt });
        }),
      "begin",
    );
    counts.done += done;
    counts.failed += failed;
    const last = ids.at(-1);
    if (last === undefined || ids.length < mostItems) break;
    after = last;
  }
  return counts;
}

async function noteEnds(context: JobContext, { workspaceId, policy, now }: Place) {
  const until = hoursBefore(now, policy.graceHours);
  const over = await listRunOutGrace(context.db, workspaceId, { until, limit: mostDue(context) });
  const ids = [...new Set(over.map(({ userId }) => userId))];
  const subjects = new Map((await subjectsOf(context.db, workspaceId, ids)).map((subject) => [subject.id, subject]));
  const due = over.map((told) => ({ id: told.userId, told, subject: subjects.get(told.userId) }));
  return eachDue(
    context,
    due,
    ({ told, subject }) => noteEnd(context, { workspaceId, policy, now }, { told, subject }),
    "end",
  );
}

type Over = { told: ToldGrace; subject: Subject | undefined };

/** Only who was too late is news; that others need no time any more is noted and not told. */
async function noteEnd(context: JobContext, { workspaceId, policy, now }: Place, { told, subject }: Over) {
  const endsAt = new Date(Date.parse(told.startedAt) + policy.graceHours * hour).toISOString();
  const outcome = outcomeOf(subject, policy, now);
  if (outcome !== "expired") {
    await endGrace(context.db, workspaceId, told, { outcome, now });
    return;
  }
  await write(context.db, asJob(context, noteGrace.name, { workspaceId, now }), async (tx, { audit, notify }) => {
    if (!(await endGrace(tx, workspaceId, told, { outcome, now }))) throw new DoneElsewhere(told.userId);
    audit("TENANT_MFA_GRACE_EXPIRED", { kind: "user", id: told.userId }, { endsAt });
    const user = await findUser(tx, workspaceId, told.userId);
    if (user) notify({ template: "grace_expired", toUserId: user.id, toAddress: user.userName, data: { endsAt } });
  });
}

function outcomeOf(subject: Subject | undefined, policy: Policy, now: Instant) {
  if (subject === undefined || subject.disabledAt !== null) return "disabled";
  return enrollmentStanding(subject, policy, now).lacksFactor ? "expired" : "enrolled";
}

function hoursBefore(now: Instant, hours: number): Instant {
  return new Date(Date.parse(now) - hours * hour).toISOString();
}
