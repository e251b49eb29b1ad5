import type { Db } from "#db/connect.ts";
import { findPolicyDraft } from "#db/policy-drafts.ts";
import type { Replay } from "#db/replays.ts";
import { findUsers } from "#db/users.ts";

/** Returns the names that replays are shown with, by id: of who began them, and the reasons of policy drafts. */
export async function replayNames(
  db: Db,
  workspaceId: string,
  replays: readonly Pick<Replay, "startedBy" | "policyDraftId">[],
): Promise<Record<string, string>> {
  const people = [...new Set(replays.map(({ startedBy }) => startedBy))];
  const users = [...(await findUsers(db, workspaceId, people))];
  const names = Object.fromEntries(users.map(([id, { displayName }]) => [id, displayName]));
  for (const id of new Set(replays.flatMap(({ policyDraftId }) => policyDraftId ?? []))) {
    const draft = await findPolicyDraft(db, workspaceId, id);
    if (draft?.reason) names[id] = draft.reason;
  }
  return names;
}
