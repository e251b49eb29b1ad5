import type { AuditActor } from "#app/audit/events.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { currentPolicy } from "#db/policies.ts";
import { findPolicyDraft, movePolicyDraft, type PolicyDraft, type PolicyDraftState } from "#db/policy-drafts.ts";
import { findUsers } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type DraftCommand, draftRefusal, draftRefusals } from "./draft-commands.ts";
import { asAskedFor } from "./draft-view.server.ts";
import { weakens } from "./policy-difference.ts";
import { putInForce } from "./put-in-force.server.ts";
import { aboutDraft, judge, requestWeakening, subjectOf } from "./save-policy.server.ts";

export type DraftSettling = {
  workspaceId: string;
  id: string;
  command: DraftCommand;
  comment: string;
  by: Actor;
  actor: AuditActor;
  now: Instant;
};

/**
 * Hands a draft in, confirms, rejects or withdraws it. A weakening is confirmed or rejected by an admin who is not its
 * author and has used a second factor a moment ago; once confirmed it is in force from the commit on.
 * @throws Refused 404 no such draft, 403 not you, 409 settled already or overtaken by another version, 400 no reason given.
 */
export async function settleDraft(db: Db, settling: DraftSettling): Promise<PolicyDraft> {
  const { workspaceId, id, command, by, actor, now } = settling;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const draft = await findPolicyDraft(tx, workspaceId, id);
    if (!draft) throw new Refused(404, "not_found", `There is no draft ${id} of the policy.`);
    const refusal = draftRefusal(command, draft, by);
    if (refusal) throw new Refused(draftRefusals[refusal].status, refusal, draftRefusals[refusal].text);
    switch (command) {
      case "submit":
        await submit(tx, journal, settling, draft);
        break;
      case "confirm":
      case "reject":
        if (settling.comment === "") throw new Refused(400, "comment_missing", "Say why; the author reads it.");
        if (!hasFreshFactor(by, now)) throw stepUpRequired();
        await decide(tx, journal, settling, draft);
        break;
      case "withdraw":
        await move(tx, settling, draft, "withdrawn");
        journal.audit("policy.draft_withdrawn", subjectOf(draft), {
          ...aboutDraft({ draft, ...(await asAskedFor(tx, workspaceId, draft)) }),
          comment: settling.comment,
        });
        break;
      default:
        command satisfies never;
    }
    const settled = await findPolicyDraft(tx, workspaceId, id);
    if (!settled) throw new Error(`draft ${id} is gone, expected it in another state`);
    return settled;
  });
}

async function submit(tx: Db, journal: Journal, settling: DraftSettling, draft: PolicyDraft): Promise<void> {
  const { workspaceId, by, now } = settling;
  const judged = await judge(tx, { ...draft, workspaceId, by });
  const isWeaker = weakens(judged.changes);
  await move(tx, settling, draft, isWeaker ? "waiting" : "applied");
  if (isWeaker) await requestWeakening(tx, journal, { workspaceId, draft, ...judged });
  else await putInForce(tx, journal, { ...draft, ...judged, workspaceId, draftId: draft.id, confirmedBy: null, now });
}

async function decide(tx: Db, journal: Journal, settling: DraftSettling, draft: PolicyDraft): Promise<void> {
  const { workspaceId, command, comment, by, actor, now } = settling;
  const asked = await asAskedFor(tx, workspaceId, draft);
  const about = { ...aboutDraft({ draft, ...asked }), comment };
  if (command === "confirm") {
    await refuseSuperseded(tx, workspaceId, draft);
    const judged = await judge(tx, { ...draft, workspaceId, by });
    await move(tx, settling, draft, "confirmed");
    const proof = { aal: by.aal, factorUsedAt: by.factorUsedAt, via: actor.kind };
    journal.audit("policy.weakening_confirmed", subjectOf(draft), { ...about, proof });
    await putInForce(tx, journal, { ...draft, ...judged, workspaceId, draftId: draft.id, confirmedBy: by.userId, now });
  } else {
    await move(tx, settling, draft, "rejected");
    journal.audit("policy.weakening_rejected", subjectOf(draft), about);
  }
  await tellAuthor(tx, journal, settling, draft);
}

/** What was asked for is a change of one version; on top of another it might be something else. */
async function refuseSuperseded(tx: Db, workspaceId: string, { basedOn }: PolicyDraft): Promise<void> {
  const { version } = await currentPolicy(tx, workspaceId);
  if (version === basedOn) return;
  const message = `It changes version ${basedOn}, and version ${version} has come into force since. It has to be asked for anew.`;
  throw new Refused(409, "base_superseded", message, { current_version: version });
}

async function move(
  tx: Db,
  { workspaceId, comment, by, now }: DraftSettling,
  draft: PolicyDraft,
  state: PolicyDraftState,
) {
  const isDecision = state === "confirmed" || state === "rejected";
  const decision = { decidedBy: isDecision ? by.userId : null, comment: comment || null };
  const moved = await movePolicyDraft(tx, workspaceId, draft.id, { from: draft.state, state, ...decision, now });
  if (!moved) throw new Refused(409, "settled_already", draftRefusals.settled_already.text);
}

async function tellAuthor(tx: Db, { notify }: Journal, settling: DraftSettling, draft: PolicyDraft): Promise<void> {
  const { workspaceId, command, comment, by } = settling;
  const people = await findUsers(tx, workspaceId, [draft.authorId, by.userId]);
  const author = people.get(draft.authorId);
  if (!author) return;
  notify({
    template: "policy_weakening_decided",
    toUserId: author.id,
    toAddress: author.userName,
    data: {
      draftId: draft.id,
      decider: people.get(by.userId)?.displayName ?? "An admin",
      decision: command === "confirm" ? "confirmed" : "refused",
      reason: draft.reason,
      comment,
    },
  });
}
