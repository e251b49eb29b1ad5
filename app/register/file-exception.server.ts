import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { findException, insertException, nextExceptionId, saveException, takeDuty } from "#db/exceptions.ts";
import { findUser, findUserByName } from "#db/users.ts";
import { write } from "#db/write.ts";
import type { Category } from "./category.ts";
import { contentHash } from "./content-hash.ts";
import { changedFields, contentOf, newRecord } from "./draft.ts";
import { type Exception, type MaterialContent, materialContent } from "./exception.ts";
import type { Draft } from "./exception-schemas.ts";
import { gapsFor } from "./gaps-for.server.ts";
import { editableStates } from "./lifecycle.ts";
import { Refused } from "./refused.ts";
import { mayChange, type RegisterRole } from "./roles.ts";
import { rulesFor } from "./rules-for.server.ts";
import { waitingSince } from "./waiting-since.ts";

type Filing = {
  workspaceId: string;
  draft: Draft;
  /** Null for an import: whoever takes the draft on becomes its requestor. */
  requestor: { userId: string; roles: readonly RegisterRole[] } | null;
  actor: AuditActor;
  /** What an import read it from: shown to people, and the key under which it is filed once. */
  source?: { label: string; key: string } | undefined;
  now: Instant;
};

/**
 * Files a draft and returns it.
 * @throws Refused when the requestor may not file or a named person is not in the workspace.
 */
export async function fileException(
  db: Db,
  { workspaceId, draft, requestor, actor, source, now }: Filing,
): Promise<Exception> {
  if (requestor && !mayChange(requestor.roles))
    throw new Refused(403, "auditor", "Auditors read everything and change nothing.");
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const known = await knownPeople(tx, workspaceId, draft);
    const content = materialContent(contentOf(known, await getCategory(tx, workspaceId, draft.category), now));
    const id = await nextExceptionId(tx, workspaceId, new Date(now).getUTCFullYear());
    const requestorId = requestor?.userId ?? null;
    const hash = contentHash({ ...content, inherentRisk: null, residualRisk: null, rating: null });
    const record = newRecord(content, {
      workspaceId,
      id,
      requestorId,
      contentHash: hash,
      source: source?.label ?? null,
      now,
    });
    await insertException(tx, record, source?.key ?? null);
    if (requestorId)
      await takeDuty(tx, workspaceId, { exceptionId: id, userId: requestorId, duty: "requestor", at: now });
    audit(
      "exception.drafted",
      { kind: "exception", id },
      { title: content.title, category: content.category, source: record.source, contentHash: hash },
    );
    return record;
  });
}

type Edit = {
  workspaceId: string;
  id: string;
  /** The version that the editor read. */
  version: number;
  draft: Draft;
  editor: { userId: string; roles: readonly RegisterRole[] };
  actor: AuditActor;
  now: Instant;
};

/**
 * Replaces the material content of a record that has not been decided yet. What was rated and approved is then no
 * longer what it says: the rating goes, and an assessed record is back at "submitted".
 * @throws Refused 404 no such record, 400 decided already, 403 not its requestor, 409 someone else saved before.
 */
export async function editException(
  db: Db,
  { workspaceId, id, version, draft, editor, actor, now }: Edit,
): Promise<Exception> {
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const before = await findException(tx, workspaceId, id);
    if (!before) throw new Refused(404, "not_found", `There is no exception ${id}.`);
    refuseEdit(before, editor, version);
    const known = await knownPeople(tx, workspaceId, draft);
    const category = await getCategory(tx, workspaceId, draft.category);
    const content = materialContent(contentOf(known, category, before.createdAt));
    const unrated = { inherentRisk: null, residualRisk: null, rating: null, ratingBasis: null, assessment: "" };
    const edited: Exception = {
      ...before,
      ...content,
      ...unrated,
      categoryVersion: versionUnder(before, category),
      requestorId: before.requestorId ?? editor.userId,
      contentHash: contentHash({ ...content, ...unrated }),
      agreedEndsAt: null,
      version: version + 1,
      updatedAt: now,
    };
    const judged = { ...edited, state: await stateAfterEdit(tx, edited, now) };
    const after = { ...judged, waitingSince: waitingSince(before, judged, now) };
    const duty = { exceptionId: id, userId: editor.userId, duty: "requestor", at: now } as const;
    if (!(await takeDuty(tx, workspaceId, duty)))
      throw new Refused(403, "own_request", "You have another duty on this record.");
    if (!(await saveException(tx, after, version))) throw stale(before.version);
    const changed = changedFields(materialContent(before), content);
    const pick = (from: MaterialContent) => Object.fromEntries(changed.map((field) => [field, from[field]]));
    audit(
      "exception.edited",
      { kind: "exception", id },
      {
        changed,
        before: pick(before),
        after: pick(content),
        contentHash: after.contentHash,
        from: before.state,
        to: after.state,
      },
    );
    return after;
  });
}

/**
 * Whoever edits what was handed in starts its assessment anew. What it now lacks, or asks too much of, is judged when it
 * is handed in again; otherwise an edit would be a way around the limits of its category.
 */
async function stateAfterEdit(tx: Db, edited: Exception, now: Instant): Promise<Exception["state"]> {
  if (edited.state === "draft" || edited.state === "changes_requested") return edited.state;
  const gaps = await gapsFor(tx, edited, await rulesFor(tx, edited), now);
  return gaps.length > 0 ? "changes_requested" : "submitted";
}

/** What was handed in under one category keeps to its version; moved to another, it comes under that one as it is now. */
function versionUnder({ category, categoryVersion }: Exception, next: Category): number | null {
  return categoryVersion !== null && next.id !== category ? next.version : categoryVersion;
}

function refuseEdit(record: Exception, editor: Edit["editor"], version: number): void {
  if (!mayChange(editor.roles)) throw new Refused(403, "auditor", "Auditors read everything and change nothing.");
  if (record.requestorId !== null && record.requestorId !== editor.userId)
    throw new Refused(403, "not_requestor", "Only the person who filed it can change it.");
  if (!editableStates.includes(record.state))
    throw new Refused(400, "not_editable", "It has been decided; withdraw it and file a new one to change it.");
  if (record.version !== version) throw stale(record.version);
}

/** The answer to a writer who read an older version than the stored one. */
export function stale(current: number): Refused {
  return new Refused(409, "stale_version", "Someone else changed it in the meantime. Read it again, then repeat.", {
    current_version: current,
  });
}

/** People may be named by e-mail address; the record keeps their ids, so that a change of address changes nothing. */
async function knownPeople(tx: Db, workspaceId: string, draft: Draft): Promise<Draft> {
  const idOf = async (name: string, field: string) => {
    const user = name.includes("@")
      ? await findUserByName(tx, workspaceId, name)
      : await findUser(tx, workspaceId, name);
    if (user) return user.id;
    const help = name.includes("@") ? "Check the address, or ask an admin to add them." : "Give their e-mail address.";
    throw new Refused(400, "unknown_user", `${name} is not a person of this workspace. ${help}`, { field });
  };
  const users = await Promise.all(draft.scope.users.map((name) => idOf(name, "scope.users")));
  const ownerId = draft.ownerId === null ? null : await idOf(draft.ownerId, "owner_id");
  const beneficiaryId = draft.beneficiaryId === null ? null : await idOf(draft.beneficiaryId, "beneficiary_id");
  return { ...draft, ownerId, beneficiaryId, scope: { ...draft.scope, users: [...new Set(users)] } };
}
