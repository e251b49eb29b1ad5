import type { PolicyContent } from "#app/policy/policy-content.ts";
import type { Db } from "./connect.ts";

/**
 * `draft` is being tried out; `waiting` weakens the policy and waits for a second admin; `confirmed`, `rejected` and
 * `withdrawn` are how that ended.
 */
export const policyDraftStates = ["draft", "waiting", "confirmed", "rejected", "withdrawn"] as const;
export type PolicyDraftState = (typeof policyDraftStates)[number];

/** A policy that is not in force. */
export type PolicyDraft = {
  id: string;
  /** The version that it was made from; it can only follow that one. */
  basedOn: number;
  content: PolicyContent;
  forcesReenrollment: boolean;
  reason: string;
  state: PolicyDraftState;
  authorId: string;
  createdAt: string;
  updatedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  comment: string | null;
};

/** Returns the drafts that may still come into force, the newest first. */
export async function listOpenPolicyDrafts(db: Db, workspaceId: string): Promise<PolicyDraft[]> {
  const rows = await db
    .selectFrom("policyDrafts")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", ["draft", "waiting"])
    .orderBy("updatedAt", "desc")
    .execute();
  return rows.map(draftOf);
}

export async function findPolicyDraft(db: Db, workspaceId: string, id: string): Promise<PolicyDraft | undefined> {
  const row = await db
    .selectFrom("policyDrafts")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && draftOf(row);
}

type Row = Omit<PolicyDraft, "content" | "forcesReenrollment" | "state"> & {
  content: string;
  forcesReenrollment: number;
  state: string;
};

function draftOf(row: Row): PolicyDraft {
  const { id, basedOn, reason, authorId, createdAt, updatedAt, decidedBy, decidedAt, comment } = row;
  return {
    id,
    basedOn,
    content: JSON.parse(row.content) as PolicyContent, // cast: written only from a checked content
    forcesReenrollment: row.forcesReenrollment === 1,
    reason,
    state: row.state as PolicyDraftState, // cast: written only from the union
    authorId,
    createdAt,
    updatedAt,
    decidedBy,
    decidedAt,
    comment,
  };
}
