import type { Instant, Policy } from "#app/engine/types.ts";
import { policyAfter } from "#app/policy/policy-after.ts";
import { countedLive } from "#app/register/counted-live.ts";
import type { Exception } from "#app/register/exception.ts";
import { Refused } from "#app/register/refused.ts";
import type { ReadExemption } from "#app/signins/decision-record.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { currentPolicy } from "#db/policies.ts";
import { findPolicyDraft } from "#db/policy-drafts.ts";
import { triableStates } from "./triable-states.ts";
import type { Trial } from "./trial.ts";

/** What somebody wants to try; empty where nothing. */
export type Wanted = { policyDraftId: string; exceptionId: string };

type Span = { from: Instant; to: Instant };

/**
 * Loads the drafts that are to be tried, counted as if they were in force all the while.
 * @throws Refused 400 for one that does not exist or is no draft any more.
 */
export async function loadTrial(
  db: Db,
  workspaceId: string,
  { policyDraftId, exceptionId }: Wanted,
  span: Span & { now: Instant },
): Promise<Trial> {
  return {
    policy: policyDraftId === "" ? null : await draftPolicy(db, workspaceId, policyDraftId, span.now),
    exemption: exceptionId === "" ? null : await draftExemption(db, workspaceId, exceptionId, span),
  };
}

async function draftPolicy(db: Db, workspaceId: string, id: string, now: Instant): Promise<Policy> {
  const draft = await findPolicyDraft(db, workspaceId, id);
  if (!draft || (draft.state !== "draft" && draft.state !== "waiting"))
    throw new Refused(400, "no_such_draft", `There is no open policy draft ${id}.`, { field: "policy_draft" });
  return policyAfter(await currentPolicy(db, workspaceId), { ...draft, now });
}

async function draftExemption(db: Db, workspaceId: string, id: string, span: Span): Promise<ReadExemption> {
  const record = await findException(db, workspaceId, id);
  if (!record || !isTriable(record))
    throw new Refused(400, "not_triable", `There is no exception ${id} that is not in force yet.`, {
      field: "exception",
    });
  return countedLive(record, span);
}

function isTriable({ state }: Exception): boolean {
  return triableStates.includes(state);
}
