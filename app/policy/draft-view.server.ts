import type { Caller } from "#app/auth/caller.server.ts";
import type { Policy } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findPolicyVersion } from "#db/policies.ts";
import type { PolicyDraft } from "#db/policy-drafts.ts";
import { type DraftCommand, draftCommands, draftRefusal } from "./draft-commands.ts";
import { contentOf } from "./policy-content.ts";
import { differenceOf, type PolicyChange } from "./policy-difference.ts";
import { namesIn } from "./policy-names.server.ts";

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
