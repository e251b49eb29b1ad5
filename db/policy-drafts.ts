import type { PolicyContent } from "#app/policy/policy-content.ts";
import type { Db } from "./connect.ts";

/**
 * `draft` is being tried out; `waiting` weakens the policy and waits for a second admin; `confirmed`, `rejected` and
 * `withdrawn` are how that ended. A draft that weakens nothing is `applied` by its author alone.
 */
export const policyDraftStates = ["draft", "waiting", "applied", "confirmed", "rejected", "withdrawn"] as const;
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

/** Counts the weakenings of the version in force that wait, and that somebody else than this person asked for. */
export async function countWeakeningsFor(db: Db, workspaceId: string, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom("policyDrafts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "waiting")
    .where("authorId", "<>", userId)
    .where((eb) =>
      eb(
        "basedOn",
        "=",
        eb
          .selectFrom("policies")
          .select((inner) => inner.fn.max("version").as("version"))
          .where("policies.workspaceId", "=", workspaceId),
      ),
    )
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns the drafts of any state, the newest first. */
export async function listPolicyDrafts(db: Db, workspaceId: string, limit: number): Promise<PolicyDraft[]> {
  const rows = await db
    .selectFrom("policyDrafts")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy("updatedAt", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(draftOf);
}

export async function insertPolicyDraft(tx: Db, workspaceId: string, draft: PolicyDraft): Promise<void> {
  await tx
    .insertInto("policyDrafts")
    .values({
      ...draft,
      workspaceId,
      content: JSON.stringify(draft.content),
      forcesReenrollment: Number(draft.forcesReenrollment),
    })
    .execute();
}

type Move = Pick<PolicyDraft, "state" | "decidedBy" | "comment"> & { from: PolicyDraftState; now: string };

/** Takes a draft to another state if it is in the one that was read; says whether it was. */
export async function movePolicyDraft(
  tx: Db,
  workspaceId: string,
  id: string,
  { from, state, decidedBy, comment, now }: Move,
): Promise<boolean> {
  const moved = await tx
    .updateTable("policyDrafts")
    .set({ state, decidedBy, comment, decidedAt: decidedBy === null ? null : now, updatedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "=", from)
    .returning("id")
    .executeTakeFirst();
  return moved !== undefined;
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
