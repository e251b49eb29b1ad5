import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant, Policy } from "#app/engine/types.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { currentPolicy, findPolicyVersion } from "#db/policies.ts";
import { findPolicyDraft, type PolicyDraft } from "#db/policy-drafts.ts";
import { findUsers } from "#db/users.ts";
import { type DraftCommand, draftCommands, draftRefusal, draftRefusals } from "./draft-commands.ts";
import { contentOf } from "./policy-content.ts";
import { differenceOf, type PolicyChange, weakens } from "./policy-difference.ts";
import { namesIn } from "./policy-names.server.ts";
import { consequencesOf, otherAdmins } from "./policy-view.server.ts";

/** The version that a draft was made from, and what it changes of it. */
export type AskedFor = { before: Policy; changes: PolicyChange[] };

/** Returns what the author of a draft saw, whatever has come into force since. */
export async function asAskedFor(db: Db, workspaceId: string, draft: PolicyDraft): Promise<AskedFor> {
  const base = await findPolicyVersion(db, workspaceId, draft.basedOn);
  if (!base) throw new Error(`the policy has no version ${draft.basedOn}, on which draft ${draft.id} is based`);
  const { content: after, forcesReenrollment } = draft;
  const before = contentOf(base.policy);
  const names = await namesIn(db, workspaceId, [before, after]);
  return { before: base.policy, changes: differenceOf({ before, after, forcesReenrollment, names }) };
}

/** Returns what the caller may do with a draft; a fresh factor is asked for when they do it. */
export function allowedCommands(draft: PolicyDraft, { actor }: Caller): DraftCommand[] {
  return draftCommands.filter((command) => draftRefusal(command, draft, actor) === null);
}

/** Returns what the page of a draft shows to the caller; undefined where there is none. */
export async function draftPage(db: Db, caller: Caller, id: string, now: Instant) {
  const workspaceId = caller.workspace.id;
  const draft = await findPolicyDraft(db, workspaceId, id);
  if (!draft) return undefined;
  const { before, changes } = await asAskedFor(db, workspaceId, draft);
  const people = await findUsers(
    db,
    workspaceId,
    [draft.authorId, draft.decidedBy].filter((one) => one !== null),
  );
  const nameOf = (userId: string) => people.get(userId)?.displayName ?? userId;
  return {
    draft,
    author: nameOf(draft.authorId),
    decider: draft.decidedBy === null ? null : nameOf(draft.decidedBy),
    changes,
    isWeaker: weakens(changes),
    ...(await consequencesOf(db, workspaceId, before, { ...draft, now })),
    current: (await currentPolicy(db, workspaceId)).version,
    others: await otherAdmins(db, workspaceId, draft.authorId),
    mayEdit: isAdmin(caller.roles),
    moves: draftCommands
      .filter((command) => (command === "submit") === (draft.state === "draft") || command === "withdraw")
      .map((command) => {
        const refusal = draftRefusal(command, draft, caller.actor);
        return { command, refusal: refusal && draftRefusals[refusal].text };
      }),
  };
}
