import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { lastEvents } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { findUsers } from "#db/users.ts";
import { write } from "#db/write.ts";
import { type BulkRefusal, bulkRefusalStatus, bulkRefusals, refuseReminder } from "./bulk.ts";
import type { Exception } from "./exception.ts";
import { mailFacts } from "./mail-facts.server.ts";
import { Refused } from "./refused.ts";
import type { RegisterRole } from "./roles.ts";

type Person = { userId: string; roles: readonly RegisterRole[] };

type Reminder = {
  workspaceId: string;
  id: string;
  comment: string;
  person: Person;
  actor: AuditActor;
  now: Instant;
};

/**
 * Sends the owner of a record a mail about it, once a day at most.
 * @throws Refused 404 no such record, 400 nobody to remind, 403 not you, 409 reminded already.
 */
export async function remindOwner(db: Db, { workspaceId, id, comment, person, actor, now }: Reminder): Promise<void> {
  await write(db, { workspaceId, actor, now }, async (tx, { audit, notify }) => {
    const record = await findException(tx, workspaceId, id);
    if (!record) throw new Refused(404, "not_found", `There is no exception ${id}.`);
    const refusal = (await reminderRefusals(tx, workspaceId, [record], { person, now })).get(id);
    if (refusal) throw new Refused(bulkRefusalStatus(refusal), refusal, bulkRefusals[refusal]);
    const { ownerId } = record;
    const owner = ownerId && (await findUsers(tx, workspaceId, [ownerId])).get(ownerId);
    if (!owner) throw new Error(`the owner of ${id} is not in the workspace, expected a person`);
    audit("exception.reminded", { kind: "exception", id }, { ownerId: owner.id, comment });
    notify({
      template: "owner_reminded",
      toUserId: owner.id,
      toAddress: owner.userName,
      data: { ...(await mailFacts(tx, record)), comment },
    });
  });
}

/** Returns why the owners of these records cannot be reminded, by the records' ids; who can be is left out. */
export async function reminderRefusals(
  db: Db,
  workspaceId: string,
  records: readonly Exception[],
  { person, now }: { person: Person; now: Instant },
): Promise<Map<string, BulkRefusal>> {
  const ids = records.map(({ id }) => id);
  const reminded = await lastEvents(db, workspaceId, { kind: "exception", ids, type: "exception.reminded" });
  const owners = await findUsers(
    db,
    workspaceId,
    records.map(({ ownerId }) => ownerId).filter((id) => id !== null),
  );
  const refused = records.map((record) => {
    const owner = record.ownerId === null ? undefined : owners.get(record.ownerId);
    const ownerIsDisabled = owner !== undefined && owner.disabledAt !== null;
    const around = { ownerIsDisabled, lastRemindedAt: reminded.get(record.id) ?? null, now };
    return [record.id, refuseReminder(record, person, around)] as const;
  });
  return new Map(refused.flatMap(([id, refusal]) => (refusal ? [[id, refusal]] : [])));
}
