import type { AuditActor } from "#app/audit/events.ts";
import type { Instant, Policy } from "#app/engine/types.ts";
import { stale } from "#app/register/file-exception.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, type RegisterRole } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { currentPolicy } from "#db/policies.ts";
import { insertPolicyDraft, type PolicyDraft } from "#db/policy-drafts.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { contradictionsIn } from "./contradictions.ts";
import { withKnownTargets } from "./known-targets.server.ts";
import { contentOf, type PolicyContent } from "./policy-content.ts";
import { differenceOf, type PolicyChange, weakens } from "./policy-difference.ts";
import { namesIn } from "./policy-names.server.ts";
import { putInForce } from "./put-in-force.server.ts";

export type PolicySave = {
  workspaceId: string;
  /** The version that the author read and changed. */
  basedOn: number;
  content: PolicyContent;
  /** Begins everybody's time to enrol anew. */
  forcesReenrollment: boolean;
  reason: string;
  by: { userId: string; roles: readonly RegisterRole[] };
  actor: AuditActor;
  now: Instant;
};

/** What became of a save: a version in force at once, or a weakening that waits for a second admin. */
export type SavedPolicy = { inForce: Policy; draft: null } | { inForce: null; draft: PolicyDraft };

/**
 * Saves a policy. What tightens is in force from the commit on; what weakens waits for a second admin.
 * @throws Refused 403 not an admin, 409 somebody saved before, 400 nothing changes or it contradicts itself.
 */
export async function savePolicy(db: Db, save: PolicySave): Promise<SavedPolicy> {
  const { workspaceId, actor, now } = save;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const judged = await judge(tx, save);
    if (!weakens(judged.changes)) {
      const replacement = { ...save, ...judged, authorId: save.by.userId, draftId: null, confirmedBy: null };
      return { inForce: await putInForce(tx, journal, replacement), draft: null };
    }
    const draft = newDraft(save, judged.content, "waiting");
    await insertPolicyDraft(tx, workspaceId, draft);
    await requestWeakening(tx, journal, { workspaceId, draft, ...judged });
    return { inForce: null, draft };
  });
}

/**
 * Keeps a policy to be tried out; it is not in force, and nobody is asked to confirm it.
 * @throws Refused as savePolicy does.
 */
export async function draftPolicy(db: Db, save: PolicySave): Promise<PolicyDraft> {
  const { workspaceId, actor, now } = save;
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const judged = await judge(tx, save);
    const draft = newDraft(save, judged.content, "draft");
    await insertPolicyDraft(tx, workspaceId, draft);
    audit("policy.drafted", subjectOf(draft), aboutDraft({ draft, ...judged }));
    return draft;
  });
}

type Judged = { before: Policy; content: PolicyContent; changes: PolicyChange[] };
type Judging = Pick<PolicySave, "workspaceId" | "basedOn" | "content" | "forcesReenrollment" | "by">;

/** Reads the policy in force and says what the new one changes of it, or refuses. */
export async function judge(
  tx: Db,
  { workspaceId, basedOn, by, forcesReenrollment, ...save }: Judging,
): Promise<Judged> {
  if (!isAdmin(by.roles)) throw new Refused(403, "not_admin", "The policy is changed by admins.");
  const before = await currentPolicy(tx, workspaceId);
  if (before.version !== basedOn) throw stale(before.version);
  const old = contentOf(before);
  const content = await withKnownTargets(tx, workspaceId, save.content, old);
  const names = await namesIn(tx, workspaceId, [old, content]);
  const contradictions = contradictionsIn(content, names);
  if (contradictions.length > 0)
    throw new Refused(400, "contradiction", contradictions.map(({ message }) => message).join(" "), {
      contradictions: contradictions.map(({ one, other }) => ({ one, other })),
    });
  const changes = differenceOf({ before: old, after: content, forcesReenrollment, names });
  if (changes.length === 0) throw new Refused(400, "unchanged", "This is the policy that is in force already.");
  return { before, content, changes };
}

/** Audits a weakening and tells the other admins that it waits. */
export async function requestWeakening(
  tx: Db,
  { audit, notify }: Journal,
  { workspaceId, draft, ...judged }: Judged & { workspaceId: string; draft: PolicyDraft },
): Promise<void> {
  audit("policy.weakening_requested", subjectOf(draft), aboutDraft({ draft, ...judged }));
  const author = (await findUsers(tx, workspaceId, [draft.authorId])).get(draft.authorId);
  const weakening = judged.changes.filter(({ direction }) => direction === "weakens");
  for (const { id, userName } of await usersWithRole(tx, workspaceId, ["owner", "admin"]))
    if (id !== draft.authorId)
      notify({
        template: "policy_weakening_waits",
        toUserId: id,
        toAddress: userName,
        data: {
          draftId: draft.id,
          author: author?.displayName ?? "An admin",
          reason: draft.reason,
          weakens: weakening.map(({ what }) => what).join(", "),
        },
      });
}

function newDraft(save: PolicySave, content: PolicyContent, state: "draft" | "waiting"): PolicyDraft {
  const { basedOn, forcesReenrollment, reason, by, now } = save;
  const decision = { decidedBy: null, decidedAt: null, comment: null };
  const times = { createdAt: now, updatedAt: now };
  return {
    id: newId("pol"),
    basedOn,
    content,
    forcesReenrollment,
    reason,
    state,
    authorId: by.userId,
    ...times,
    ...decision,
  };
}

export function subjectOf({ id }: PolicyDraft) {
  return { kind: "policy_draft", id };
}

/** What every event about a draft says. */
export function aboutDraft({ draft, before: replaced }: Pick<Judged, "before"> & { draft: PolicyDraft }) {
  const { basedOn, reason, content: after, forcesReenrollment } = draft;
  const before = contentOf(replaced);
  // The log names whom a rule is about by id: a name in it could never be taken away.
  const changes = differenceOf({ before, after, forcesReenrollment });
  return { basedOn, reason, before, after, forcesReenrollment, changes };
}
