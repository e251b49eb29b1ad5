import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { noteChase } from "#db/approval-chases.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { type User, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { apply } from "./apply.server.ts";
import { askedDecision } from "./asked-decision.server.ts";
import { type Chase, waitingTexts } from "./chase.ts";
import { decidersOf } from "./deciders.server.ts";
import type { Exception } from "./exception.ts";
import { clock } from "./guards.ts";
import { mailFacts } from "./mail-facts.server.ts";

/** What came of a chase. */
export type ChaseOutcome = "reminded" | "escalated" | "lapsed";

type Chasing = { record: Exception; chase: Chase; actor: AuditActor; isCatchingUp?: boolean; now: Instant };

/** Does what is due about a record that approvers are silent about, once. */
export async function chaseApproval(
  db: Db,
  { record, chase, actor, isCatchingUp = false, now }: Chasing,
): Promise<ChaseOutcome> {
  const { workspaceId, id, version } = record;
  if (chase.lapses) {
    const comment = `Nobody decided about it since ${chase.since.slice(0, 10)}.`;
    const input = { command: "lapse", version, comment } as const;
    await apply(db, { workspaceId, id, input, actor: clock, auditActor: actor, isCatchingUp, now });
    return "lapsed";
  }
  return write(db, { workspaceId, actor, now, isCatchingUp }, (tx, journal) =>
    tell(tx, journal, { record, chase, actor, now }),
  );
}

async function tell(tx: Db, journal: Journal, { record, chase, now }: Chasing): Promise<ChaseOutcome> {
  const { workspaceId, id } = record;
  const current = await findException(tx, workspaceId, id);
  if (current?.version !== record.version) throw new StoppedWaiting(id);
  const found = (await decidersOf(tx, workspaceId, [current], now)).get(id) ?? [];
  const deciders = found.map(({ user }) => user);
  const { reminds, escalates } = await noteChases(tx, current, { chase, hasDeciders: deciders.length > 0, now });
  const others = escalates ? await overseersOf(tx, current) : [];
  // Who is told that nobody decides need not be reminded as well.
  const toRemind = reminds ? found.filter(({ user }) => !others.some((other) => other.id === user.id)) : [];

  const subject = { kind: "exception", id };
  const said = { waits: chase.waiting, since: chase.since };
  if (escalates)
    journal.audit("exception.approval_escalated", subject, {
      ...said,
      toIds: idsOf(others),
      deciderIds: idsOf(deciders),
    });
  if (reminds)
    journal.audit("exception.approval_reminded", subject, { ...said, toIds: idsOf(toRemind.map(({ user }) => user)) });
  const data = { ...(await mailFacts(tx, current)), ...mailOf(current, chase, deciders) };
  const { all, forDecider } = await askedDecision(tx, current);
  for (const user of others)
    journal.notify({
      template: "approval_escalated",
      toUserId: user.id,
      toAddress: user.userName,
      data: { ...data, ...all },
    });
  for (const decider of toRemind) {
    const { id: toUserId, userName: toAddress } = decider.user;
    const asked = { ...data, ...all, ...forDecider(decider) };
    journal.notify({ template: "approval_reminder", toUserId, toAddress, data: asked });
  }
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
  return {
    endsAt: record.extension?.endsAt ?? record.endsAt,
    since,
    waits: waitingTexts[waiting],
    emergency: waiting === "ratification" ? record.endsAt : "",
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
