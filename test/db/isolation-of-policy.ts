import type { Db } from "#db/connect.ts";
import { exemptRoles } from "#db/exempt-roles.ts";
import { currentPolicy, findPolicyVersion, latestPolicyVersion, listPolicyVersions } from "#db/policies.ts";
import {
  countWeakeningsFor,
  findPolicyDraft,
  listOpenPolicyDrafts,
  listPolicyDrafts,
  movePolicyDraft,
} from "#db/policy-drafts.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** What each query of the policy answers, as in the list of all queries. */
export const policyReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  exemptRoles: [(db, id) => exemptRoles(db, id, now), []],
  countWeakeningsFor: [(db, id) => countWeakeningsFor(db, id, "usr_nobody"), 0],
  listOpenPolicyDrafts: [(db, id) => listOpenPolicyDrafts(db, id), []],
  listPolicyDrafts: [(db, id) => listPolicyDrafts(db, id, 9), []],
  findPolicyDraft: [(db, id, { policyDraft }) => findPolicyDraft(db, id, policyDraft.id), undefined],
};

/** These have rows in both workspaces; each has to see its own. */
export const policyOwn: Record<string, (db: Db, workspaceId: string) => Promise<unknown>> = {
  currentPolicy: (db, id) => currentPolicy(db, id),
  listPolicyVersions: (db, id) => listPolicyVersions(db, id, { before: null, limit: 9 }),
  latestPolicyVersion: (db, id) => latestPolicyVersion(db, id),
  findPolicyVersion: (db, id) => findPolicyVersion(db, id, 1),
};

/** Changes that name what another workspace has. */
export const policyChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  movePolicyDraft: (db, id, { policyDraft }) =>
    movePolicyDraft(db, id, policyDraft.id, {
      from: policyDraft.state,
      state: "withdrawn",
      decidedBy: null,
      comment: "taken over",
      now,
    }),
};
