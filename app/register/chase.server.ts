import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { noteChase } from "#db/approval-chases.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { type User, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { apply } from "./apply.server.ts";
import { type Chase, waitingTexts } from "./chase.ts";
import { decidersOf } from "./deciders.server.ts";
import type { Exception } from "./exception.ts";
import { clock } from "./guards.ts";

/** What came of a chase. */
export type ChaseOutcome = "reminded" | "escalated" | "lapsed";

type Chasing = { record: Exception; chase: Chase; actor: AuditActor; now: Instant };

/** Does what is due about a record that approvers are silent about, once. */
export async function chaseApproval(db: Db, { record, chase, actor, now }: Chasing): Promise<ChaseOutcome> {
  const { workspaceId, id, version } = record;
  if (chase.lapses) {
    const comment = `Nobody decided about it since ${chase.since.slice(0, 10)}.`;
    const input = { command: "lapse", version, comment } as const;
    await apply(db, { workspaceId, id, input, actor: clock, auditActor: actor, now });
    return "lapsed";
  }
  return write(db, { workspaceId, actor, now }, (tx, journal) => tell(tx, journal, { record, chase, actor, now }));
}

async function tell(tx: Db, journal: Journal, { record, chase, now }: Chasing): Promise<ChaseOutcome> {
  const { workspaceId, id } = record;
  const current = await findException(tx, workspaceId, id);
  if (current?.version !== record.version) throw new StoppedWaiting(id);
  const deciders = ((await decidersOf(tx, workspaceId, [current], now)).get(id) ?? []).map(({ user }) => user);
  const { reminds, escalates } = await noteChases(tx, current, { chase, hasDeciders: deciders.length > 0, now });
  const others = escalates ? await overseersOf(tx, current) : [];
  // Who is told that nobody decides need not be reminded as well.
  const reminded = reminds ? deciders.filter((user) => !others.some((other) => other.id === user.id)) : [];

  const subject = { kind: "exception", id };
  const said = { waits: chase.waiting, since: chase.since };
  if (escalates)
    journal.audit("exception.approval_escalated", subject, {
      ...said,
      toIds: idsOf(others),
      deciderIds: idsOf(deciders),
    });
  if (reminds) journal.audit("exception.approval_reminded", subject, { ...said, toIds: idsOf(reminded) });
  const data = mailOf(current, chase, deciders);
  for (const [template, people] of [
    ["approval_escalated", others],
    ["approval_reminder", reminded],
  ] as const)
    for (const user of people) journal.notify({ template, toUserId: user.id, toAddress: user.userName, data });
  return escalates ? "escalated" : "reminded";
}

type Noting = { chase: Chase; hasDeciders: boolean; now: Instant };

/** Notes what is about to be said; what was noted before is not said again. */
async function noteChases(tx: Db, { workspaceId, id }: Exception, { chase, hasDeciders, now }: Noting) {
  const { since: waitingSince, reminder } = chase;
  const key = { exceptionId: id, waitingSince };
  // Reminding nobody helps nobody: where no one can decide, others hear of it at once.
  const isDue = chase.escalates || (reminder !== null && !hasDeciders);
  const escalates = isDue && (await noteChase(tx, workspaceId, { ...key, kind: "escalation", number: 0 }, now));
  const reminds =
    reminder !== null && (await noteChase(tx, workspaceId, { ...key, kind: "reminder", number: reminder }, now));
  if (!escalates && !reminds) throw new StoppedWaiting(id);
  return { escalates, reminds };
}

function idsOf(users: readonly User[]): string[] {
  return users.map(({ id }) => id);
}

/** Security leadership and the admins, but for whoever asks. */
async function overseersOf(tx: Db, { workspaceId, requestorId }: Exception): Promise<User[]> {
  const overseers = await usersWithRole(tx, workspaceId, ["approver_security_leadership", "admin", "owner"]);
  return overseers.filter(({ id }) => id !== requestorId);
}

function mailOf(record: Exception, { waiting, since }: Chase, deciders: readonly User[]): Record<string, string> {
  const { id, title, startsAt, endsAt, rating } = record;
  return {
    ...{ id, title, startsAt, endsAt: record.extension?.endsAt ?? endsAt, rating: rating ?? "", since },
    waits: waitingTexts[waiting],
    emergency: waiting === "ratification" ? endsAt : "",
    deciders: deciders.map(({ displayName }) => displayName).join(", "),
  };
}

/** Somebody decided, or another node was quicker; thrown inside a write so that nothing of it is kept. */
export class StoppedWaiting extends Error {
  constructor(id: string) {
    super(`${id} no longer waits as it did`);
    this.name = "StoppedWaiting";
  }
}
