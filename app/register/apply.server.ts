import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { findException, insertApproval, saveException, takeDuty } from "#db/exceptions.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { type Journal, write } from "#db/write.ts";
import { reviewAfter, reviewEvery } from "./cadence.ts";
import { circumstancesOf } from "./circumstances.server.ts";
import type { CommandInput } from "./command-schemas.ts";
import type { Approval, Exception } from "./exception.ts";
import { stale } from "./file-exception.server.ts";
import { type Actor, lifecycle, movesFor, neededGroup, refusalStatus, refusals, refuse } from "./lifecycle.ts";
import { notifyOf } from "./notify.server.ts";
import { gapsOf } from "./readiness.ts";
import { Refused } from "./refused.ts";
import { rate, worse } from "./risk.ts";
import { openStages } from "./stages.ts";

export type Application = {
  workspaceId: string;
  id: string;
  input: CommandInput;
  actor: Actor;
  auditActor: AuditActor;
  now: Instant;
};

/**
 * Runs one command on a record: judges it by the lifecycle, saves it, audits it and tells people, in one transaction.
 * @throws Refused 404 no such record, 400 no such move or something missing, 403 not you, 409 stale or too late.
 */
export async function apply(db: Db, { workspaceId, id, input, actor, auditActor, now }: Application): Promise<Exception> {
  return write(db, { workspaceId, actor: auditActor, now }, async (tx, journal) => {
    const before = await findException(tx, workspaceId, id);
    if (!before) throw new Refused(404, "not_found", `There is no exception ${id}.`);
    const circumstances = (await circumstancesOf(tx, workspaceId, [before], { actor, now })).get(id);
    if (!circumstances) throw new Error(`no circumstances for ${id}, expected one entry per record`);
    const refusal = refuse(before, input.command, actor, circumstances);
    if (refusal)
      throw new Refused(refusalStatus(refusal), refusal, refusals[refusal], {
        state: before.state,
        moves: movesFor(before, actor, circumstances).map(({ command }) => command),
      });
    if (before.version !== input.version) throw stale(before.version);

    const { approvals } = circumstances;
    const after = await carryOut(tx, journal, { before, approvals, input, actor, via: auditActor.kind, now });
    if (!(await saveException(tx, after, input.version))) throw stale(before.version);
    await notifyOf(tx, journal, { before, after, input, actorId: actor.userId });
    return after;
  });
}

type Step = { before: Exception; approvals: readonly Approval[]; input: CommandInput; actor: Actor; via: string; now: Instant };

async function carryOut(tx: Db, { audit }: Journal, { before, approvals, input, actor, via, now }: Step): Promise<Exception> {
  const { workspaceId } = before;
  const subject = { kind: "exception", id: before.id };
  const moved = { ...before, state: lifecycle[input.command].to, version: before.version + 1, updatedAt: now };
  const said = { from: before.state, version: moved.version, comment: input.comment };

  switch (input.command) {
    case "submit":
    case "resubmit": {
      const gaps = gapsOf(before, await getCategory(tx, workspaceId, before.category), now);
      if (gaps.length > 0)
        throw new Refused(400, "incomplete", "Some parts are missing or out of bounds.", { gaps });
      await takeOn(tx, before, actor.userId, "requestor", now);
      const event = input.command === "submit" ? "exception.submitted" : "exception.resubmitted";
      audit(event, subject, { ...said, to: moved.state });
      return { ...moved, requestorId: actor.userId, submittedAt: now };
    }
    case "request_changes":
      audit("exception.changes_requested", subject, { ...said, to: moved.state });
      return moved;
    case "assess": {
      const { inherent, residual } = input;
      // Only compensating controls lower a risk: without one the inherent rating stands.
      const hasControls = before.compensatingControls.length > 0;
      const rating = hasControls ? rate(residual) : worse(rate(inherent), rate(residual));
      audit("exception.assessed", subject, { ...said, to: moved.state, inherent, residual, rating });
      return { ...moved, inherentRisk: inherent, residualRisk: residual, rating, assessment: input.comment };
    }
    case "approve": {
      const group = neededGroup(before, actor, approvals);
      if (!group || !before.rating || !before.requestorId)
        throw new Error(`approval of ${before.id} passed the rules without a rating, requestor or open stage`);
      await takeOn(tx, before, actor.userId, "approver", now);
      const approval: Approval = {
        exceptionId: before.id,
        approverId: actor.userId,
        approverGroup: group,
        contentHash: before.contentHash,
        comment: input.comment,
        at: now,
      };
      await insertApproval(tx, workspaceId, approval, before.requestorId);
      const isLast = openStages(before.rating, [...approvals, approval], before.contentHash).length === 0;
      const to = isLast ? "approved" : "assessed";
      const proof = { aal: actor.aal, factorUsedAt: actor.factorUsedAt, via };
      audit("exception.approved", subject, { ...said, to, contentHash: before.contentHash, approverGroup: group, proof });
      return { ...moved, state: to, approvedAt: isLast ? now : null };
    }
    case "reject":
      audit("exception.rejected", subject, { ...said, to: moved.state });
      return { ...moved, endedAt: now };
    case "withdraw":
      audit("exception.withdrawn", subject, { ...said, to: moved.state });
      return { ...moved, endedAt: now };
    case "implement": {
      await takeOn(tx, before, actor.userId, "implementer", now);
      audit("exception.implemented", subject, {
        ...said,
        to: moved.state,
        changeReference: input.change_reference,
        startsAt: before.startsAt,
        endsAt: before.endsAt,
      });
      const active = { ...moved, implementerId: actor.userId, changeReference: input.change_reference, activatedAt: now };
      return { ...active, ...(await firstReview(tx, before, now)) };
    }
    case "revoke":
      audit("exception.revoked", subject, { ...said, to: moved.state });
      return { ...moved, endedAt: now, nextReviewAt: null };
    case "close": {
      const closure = {
        endedBy: before.state === "revoked" ? ("revoked" as const) : ("expired" as const),
        replacedBy: input.replaced_by,
        wouldHaveAvoided: input.would_have_avoided,
        evidence: input.evidence,
      };
      audit("exception.closed", subject, { ...said, to: moved.state, ...closure });
      return { ...moved, closure, endedAt: before.endedAt ?? before.endsAt, nextReviewAt: null };
    }
    default:
      return input satisfies never;
  }
}

async function takeOn(tx: Db, record: Exception, userId: string, duty: "requestor" | "approver" | "implementer", at: Instant) {
  if (!(await takeDuty(tx, record.workspaceId, { exceptionId: record.id, userId, duty, at })))
    throw new Refused(403, "second_duty", "You have another duty on this record, and every duty needs a different person.");
}

async function firstReview(tx: Db, { workspaceId, category: id, rating }: Exception, now: Instant) {
  const category = await getCategory(tx, workspaceId, id);
  const workspace = await findWorkspace(tx, workspaceId);
  if (!rating || !workspace) throw new Error("an approved record lacks its rating or workspace");
  const days = reviewEvery(category, rating);
  return {
    reviewEveryDays: days,
    nextReviewAt: reviewAfter(now, category.firstReviewDays ?? days, workspace.timeZone),
  };
}
