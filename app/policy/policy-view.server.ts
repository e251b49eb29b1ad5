import { sha256 } from "#app/audit/chain.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant, Policy } from "#app/engine/types.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects } from "#db/directory.ts";
import { exemptRoles } from "#db/exempt-roles.ts";
import { findPolicyVersion, latestPolicyVersion } from "#db/policies.ts";
import { findPolicyDraft, listOpenPolicyDrafts } from "#db/policy-drafts.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import { peopleAffected } from "./people-affected.server.ts";
import { policyAfter } from "./policy-after.ts";
import { contentOf, type PolicyContent } from "./policy-content.ts";
import { weakens } from "./policy-difference.ts";
import type { PolicyTyped } from "./policy-form.ts";
import { typedOf } from "./policy-form.ts";
import { namesIn } from "./policy-names.server.ts";
import { previewOf } from "./policy-preview.ts";
import { judge } from "./save-policy.server.ts";

/** Where the form begins: with the policy in force, or with what was written or in force before. */
export type Beginning = { draft: string | null; version: number | null };

/** Returns what the page of the policy shows to the caller. */
export async function policyView(db: Db, caller: Caller, now: Instant, beginning: Beginning) {
  const workspaceId = caller.workspace.id;
  const latest = await latestPolicyVersion(db, workspaceId);
  const content = contentOf(latest.policy);
  const begun = (await contentAt(db, workspaceId, beginning)) ?? content;
  const open = await listOpenPolicyDrafts(db, workspaceId);
  const people = await findUsers(db, workspaceId, [
    ...open.map(({ authorId }) => authorId),
    ...(latest.authorId === null ? [] : [latest.authorId]),
    ...[...begun.rules, ...begun.floors].flatMap(({ target }) => (target.kind === "user" ? [target.id] : [])),
  ]);
  const nameOf = (id: string) => people.get(id)?.displayName ?? id;
  const userNames = Object.fromEntries([...people].map(([id, { userName }]) => [id, userName]));
  const exempt = await exemptRoles(db, workspaceId, now);
  return {
    mayEdit: isAdmin(caller.roles),
    version: latest.policy.version,
    since: latest.createdAt,
    reason: latest.reason,
    author: latest.authorId === null ? null : nameOf(latest.authorId),
    askedSince: latest.policy.askedSince,
    reenrollmentForcedAt: latest.policy.reenrollmentForcedAt,
    content,
    names: await namesIn(db, workspaceId, [content]),
    typed: {
      ...typedOf(begun, userNames),
      basedOn: String(latest.policy.version),
      forcesReenrollment: false,
      reason: "",
    },
    isBegunElsewhere: begun !== content,
    preview: previewOf(latest.policy, latest.policy, now),
    open: open.map(({ id, state, reason, authorId, basedOn, updatedAt }) => ({
      id,
      state,
      reason,
      author: nameOf(authorId),
      isMine: authorId === caller.user.id,
      isSuperseded: basedOn !== latest.policy.version,
      updatedAt,
    })),
    exempt,
    directory: await directoryOf(db, workspaceId),
  };
}

async function contentAt(
  db: Db,
  workspaceId: string,
  { draft, version }: Beginning,
): Promise<PolicyContent | undefined> {
  if (draft !== null) return (await findPolicyDraft(db, workspaceId, draft))?.content;
  const old = version === null ? undefined : await findPolicyVersion(db, workspaceId, version);
  return old && contentOf(old.policy);
}

/** What a rule can be about, for choosing from. */
async function directoryOf(db: Db, workspaceId: string) {
  const kinds = ["group", "role", "application"] as const;
  const lists = await Promise.all(kinds.map((kind) => listDirectoryObjects(db, workspaceId, kind)));
  return lists.flat().map(({ kind, id, name }) => ({ kind, id, name }));
}

type Reviewing = { content: PolicyContent; typed: PolicyTyped; now: Instant };

/**
 * Says what a policy that was typed would change, for whom, and who has to agree.
 * @throws Refused as saving it would.
 */
export async function reviewOf(db: Db, caller: Caller, { content: typedContent, typed, now }: Reviewing) {
  const workspaceId = caller.workspace.id;
  const { forcesReenrollment } = typed;
  const { before, content, changes } = await judge(db, {
    workspaceId,
    basedOn: Number(typed.basedOn),
    content: typedContent,
    forcesReenrollment,
    by: caller.actor,
  });
  return {
    changes,
    ...(await consequencesOf(db, workspaceId, before, { content, forcesReenrollment, now })),
    isWeaker: weakens(changes),
    isOff: content.dial === "off" && before.dial !== "off",
    others: await otherAdmins(db, workspaceId, caller.user.id),
    seal: sealOf(typed.basedOn, content, forcesReenrollment),
    content,
  };
}

/** Names exactly what was shown before saving; anything typed after has another seal. */
function sealOf(basedOn: string, content: PolicyContent, forcesReenrollment: boolean): string {
  return sha256(JSON.stringify([basedOn, content, forcesReenrollment]));
}

/** Returns the names of the admins who could confirm what somebody asks for. */
export async function otherAdmins(db: Db, workspaceId: string, userId: string): Promise<string[]> {
  const admins = await usersWithRole(db, workspaceId, ["owner", "admin"]);
  return admins.filter(({ id }) => id !== userId).map(({ displayName }) => displayName);
}

type Next = { content: PolicyContent; forcesReenrollment: boolean; now: Instant };

/** Returns what each kind of user meets next under a policy and one that follows it, and how many people do. */
export async function consequencesOf(db: Db, workspaceId: string, before: Policy, { now, ...next }: Next) {
  const after = policyAfter(before, { ...next, now });
  return {
    preview: previewOf(before, after, now),
    affected: await peopleAffected(db, workspaceId, { before, after, now }),
  };
}
