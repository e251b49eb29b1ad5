import { watchersOf } from "#app/auth/sso-rule.server.ts";
import { findSecret } from "#app/break-glass/find-secret.server.ts";
import { nameOfSecret, pathOfSecret } from "#app/break-glass/rotate.server.ts";
import { isEscalated, type RotationDue, type RotationStep, stepsReached } from "#app/break-glass/rotation.ts";
import { type RotationState, rotationState, rotationStates } from "#app/break-glass/rotation-states.server.ts";
import type { Secret } from "#app/break-glass/secret.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listNoticesOf, markDutyTold } from "#db/duty-notices.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type Journal, write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type JobContext } from "./job.ts";

const dutyOf = ({ kind }: Pick<Secret, "kind">) => `rotation_of_${kind}`;

type Round = { jobName: string; workspace: Workspace; secrets: readonly Secret[]; now: Instant };

/**
 * Tells those who answer for secrets, all of one kind, that they come due; those above them when nobody has replaced one in
 * time. Where several steps were passed while nothing ran, one message goes out, about the nearest.
 */
export async function tellOfRotations(context: JobContext, { jobName, workspace, secrets, now }: Round) {
  const due = await untold(context.db, workspace, secrets, now);
  const { done, failed } = await eachDue(context, due, ({ kind, id }) =>
    write(context.db, asJob(context, jobName, { workspaceId: workspace.id, now }), async (tx, journal) => {
      // Read again, since somebody may have replaced it after the list was read.
      const secret = await findSecret(tx, { workspaceId: workspace.id, kind, id, now });
      const state = secret && (await rotationState(tx, workspace, secret));
      if (!secret || !state?.due) throw new DoneElsewhere(id);
      const step = await markReached(tx, workspace, { secret, due: state.due, now });
      if (step === null) throw new DoneElsewhere(id);
      journal.audit("secret.rotation_reminded", { kind, id }, { dueAt: state.due.at, step });
      await tell(tx, journal, workspace, { secret, state, due: state.due, step });
    }),
  );
  return { told: done, failed };
}

/** Picks the secrets of which a step has been reached that nobody was told of. */
async function untold(db: Db, workspace: Workspace, secrets: readonly Secret[], now: Instant): Promise<Secret[]> {
  const [first] = secrets;
  if (first === undefined) return [];
  const states = await rotationStates(db, workspace, secrets);
  const reached = secrets.flatMap((secret, index) => {
    const due = states[index]?.due ?? null;
    const step = due && stepsReached(due, workspace.timeZone, now).at(-1);
    return due && step !== undefined && step !== null ? [{ secret, key: keyOf(secret.id, due.at, step) }] : [];
  });
  const notices = await listNoticesOf(db, workspace.id, {
    duty: dutyOf(first),
    subjectIds: reached.map(({ secret }) => secret.id),
  });
  const told = new Set(notices.map(({ subjectId, dueAt, step }) => keyOf(subjectId, dueAt, Number(step))));
  return reached.filter(({ key }) => !told.has(key)).map(({ secret }) => secret);
}

const keyOf = (id: string, dueAt: Instant, step: number) => `${id} ${dueAt} ${step}`;

type Reached = { secret: Secret; due: RotationDue; now: Instant };

/** Marks every step that was reached; returns the nearest, or null where another node was here before. */
async function markReached(tx: Db, workspace: Workspace, { secret, due, now }: Reached): Promise<RotationStep | null> {
  const steps = stepsReached(due, workspace.timeZone, now);
  const nearest = steps.at(-1);
  let isNews = false;
  for (const step of steps) {
    const notice = { duty: dutyOf(secret), subjectId: secret.id, dueAt: due.at, step: String(step) };
    if ((await markDutyTold(tx, workspace.id, notice, now)) && step === nearest) isNews = true;
  }
  return isNews && nearest !== undefined ? nearest : null;
}

type Telling = { secret: Secret; state: RotationState; due: RotationDue; step: RotationStep };

async function tell(
  tx: Db,
  { notify }: Journal,
  { id: workspaceId }: Workspace,
  { secret, state, due, step }: Telling,
): Promise<void> {
  const owners = secret.records.flatMap(({ ownerId }) => ownerId ?? []);
  const people = await findUsers(tx, workspaceId, [...secret.keepers, ...owners]);
  const active = [...people.values()].filter(({ disabledAt }) => disabledAt === null);
  const data = {
    secret: await nameOfSecret(tx, workspaceId, secret),
    dueAt: due.at,
    because: due.because,
    keepers: active.map(({ displayName }) => displayName).join(", ") || "Nobody who can sign in",
    records: secret.records.map(({ id, title }) => `${id}, ${title}`).join("; "),
    waiting: state.waiting ? "One is recorded, and somebody else has to attest it." : "",
    path: pathOfSecret(secret),
  };
  const readers = active.map(({ id, userName }) => ({ toUserId: id, toAddress: userName }));
  const above = isEscalated(step) || readers.length === 0 ? await overseersOf(tx, workspaceId) : [];
  const told = new Map<string, { toUserId: string | null; toAddress: string }>(
    [...readers, ...above].map((reader) => [reader.toAddress, reader]),
  );
  const usual = due.because === "use" ? "rotation_due_after_use" : "rotation_due";
  for (const reader of told.values())
    notify({ template: isEscalated(step) ? "rotation_overdue" : usual, ...reader, data });
}

/** Those who can do something about the people who should have: the security contact and the admins. */
async function overseersOf(tx: Db, workspaceId: string) {
  const admins = await usersWithRole(tx, workspaceId, ["admin", "owner"]);
  return [
    ...(await watchersOf(tx, workspaceId)),
    ...admins.map(({ id, userName }) => ({ toUserId: id, toAddress: userName })),
  ];
}
