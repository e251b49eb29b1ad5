import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { findUser, findUserByName, findUsers, type User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { bulkRefusalStatus, bulkRefusals, isDecided, refuseAssignment } from "./bulk.ts";
import type { Exception } from "./exception.ts";
import { DraftSchema } from "./exception-schemas.ts";
import { editException, stale } from "./file-exception.server.ts";
import { mailFacts } from "./mail-facts.server.ts";
import { Refused } from "./refused.ts";
import type { RegisterRole } from "./roles.ts";

type Assignment = {
  workspaceId: string;
  id: string;
  /** By id or e-mail address. */
  newOwner: string;
  comment: string;
  person: { userId: string; roles: readonly RegisterRole[] };
  actor: AuditActor;
  now: Instant;
};

/**
 * Gives a record to another owner. Before it is decided that is an edit by whoever filed it. Afterwards an admin may do
 * it, with a reason: people leave, and what was approved is not who answers for it, so the content that the approvals
 * are bound to stays as it was.
 * @throws Refused 404 no such record, 400 no such person or no need, 403 not you, 409 somebody saved in between.
 */
export async function assignOwner(db: Db, assignment: Assignment): Promise<void> {
  const { workspaceId, id, person, actor, now } = assignment;
  const before = await findException(db, workspaceId, id);
  if (!before) throw new Refused(404, "not_found", `There is no exception ${id}.`);
  const owner = await newOwnerOf(db, assignment);
  const refusal = refuseAssignment(before, person, owner.id);
  if (refusal) throw new Refused(bulkRefusalStatus(refusal), refusal, bulkRefusals[refusal]);
  if (isDecided(before)) return handOver(db, assignment, before, owner);
  const draft = DraftSchema.parse({ ...before, ownerId: owner.id });
  await editException(db, { workspaceId, id, version: before.version, draft, editor: person, actor, now });
}

async function newOwnerOf(db: Db, { workspaceId, newOwner }: Assignment): Promise<User> {
  const user = newOwner.includes("@")
    ? await findUserByName(db, workspaceId, newOwner)
    : await findUser(db, workspaceId, newOwner);
  if (user && user.disabledAt === null) return user;
  throw new Refused(400, "unknown_user", `${newOwner} is not a person of this workspace who can sign in.`, {
    field: "owner_id",
  });
}

async function handOver(db: Db, assignment: Assignment, before: Exception, owner: User): Promise<void> {
  const { workspaceId, id, comment, actor, now } = assignment;
  await write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const after: Exception = { ...before, ownerId: owner.id, version: before.version + 1, updatedAt: now };
    if (!(await saveException(tx, after, before.version))) throw stale(before.version);
    const subject = { kind: "exception", id };
    journal.audit("exception.owner_assigned", subject, { before: before.ownerId, after: owner.id, comment });
    await tellOwners(tx, journal, { before, owner, assignment });
  });
}

type Told = { before: Exception; owner: User; assignment: Assignment };

/** Tells whoever answers for it now, and whoever did. */
async function tellOwners(tx: Db, { notify }: Journal, { before, owner, assignment }: Told): Promise<void> {
  const former = await findUsers(tx, before.workspaceId, before.ownerId === null ? [] : [before.ownerId]);
  const facts = await mailFacts(tx, before);
  for (const { id, userName } of [owner, ...former.values()])
    if (id !== assignment.person.userId)
      notify({
        template: "owner_assigned",
        toUserId: id,
        toAddress: userName,
        data: { ...facts, owner: owner.displayName, comment: assignment.comment },
      });
}
