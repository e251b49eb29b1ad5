import { dateOf } from "#app/components/relative-time.ts";
import { everything } from "#app/register/list-query.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { listOpenPolicyDrafts } from "#db/policy-drafts.ts";
import { triableStates } from "./triable-states.ts";

export type TrialChoices = Record<"policyDrafts" | "exceptions", { value: string; label: string }[]>;

const mostOffered = 100;

/** Returns what can be tried: open policy drafts, and the newest records that are not in force. */
export async function trialChoices(db: Db, workspaceId: string): Promise<TrialChoices> {
  const drafts = await listOpenPolicyDrafts(db, workspaceId);
  const query = { ...everything, states: triableStates, sort: "filed", descending: true, limit: mostOffered } as const;
  const { records } = await listExceptions(db, workspaceId, query);
  return {
    policyDrafts: drafts.map(({ id, reason, updatedAt }) => ({
      value: id,
      label: `${reason || "Policy draft"}, ${dateOf(updatedAt)}`,
    })),
    exceptions: records.map(({ id, title }) => ({ value: id, label: `${id} ${title || "Untitled draft"}` })),
  };
}
