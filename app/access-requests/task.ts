import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { statusOf } from "#app/register/status.ts";

export const taskStatuses = ["pending", "approved", "denied", "expired", "cancelled"] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export const approvalStates = ["live", "not_begun", "suspended", "ended"] as const;
/** What the record behind an approval is now; only "live" lets anybody in, and the decision looks for itself. */
export type ApprovalState = (typeof approvalStates)[number];

/** Returns how a request stands. It is approved once it has been put in place, since before that nobody gets in by it. */
export function taskStatus(record: Exception, { hasLapsed, now }: { hasLapsed: boolean; now: Instant }): TaskStatus {
  if (record.activatedAt !== null) return "approved";
  switch (record.state) {
    case "rejected":
      return "denied";
    case "withdrawn":
      return hasLapsed ? "expired" : "cancelled";
    case "revoked":
      return "cancelled";
    case "closed":
      return "expired";
    default:
      return record.endsAt <= now ? "expired" : "pending";
  }
}

export function approvalState(record: Exception, now: Instant): ApprovalState {
  if (statusOf(record, now).isLive) return "live";
  if (record.endsAt <= now) return "ended";
  if (record.state === "suspended") return "suspended";
  return record.state === "active" ? "not_begun" : "ended";
}

export const approvalFaults = [
  "approval_expired",
  "out_of_scope",
  "grant_pending",
  "policy_denied",
  "approval_unverifiable",
] as const;
/** Why an approval that a caller points to does not let somebody in, and what to do about it. */
export type ApprovalFault = {
  reason: (typeof approvalFaults)[number];
  next_action: "request" | "retry" | "none";
};

const faults: Record<(typeof approvalFaults)[number], ApprovalFault["next_action"]> = {
  approval_expired: "request",
  out_of_scope: "request",
  grant_pending: "retry",
  policy_denied: "none",
  approval_unverifiable: "request",
};

/** Returns why a sign-in was refused although its caller points to a record. The pointer itself decides nothing. */
export function approvalFault(
  record: Exception | undefined,
  { isInScope, now }: { isInScope: boolean; now: Instant },
): ApprovalFault {
  const reason = faultOf(record, isInScope, now);
  return { reason, next_action: faults[reason] };
}

function faultOf(record: Exception | undefined, isInScope: boolean, now: Instant): ApprovalFault["reason"] {
  if (!record) return "approval_unverifiable";
  if (!isInScope) return "out_of_scope";
  if (record.state === "revoked" || record.closure?.endedBy === "revoked") return "policy_denied";
  const status = taskStatus(record, { hasLapsed: false, now });
  if (status === "denied" || status === "cancelled") return "policy_denied";
  if (status === "pending") return "grant_pending";
  const state = approvalState(record, now);
  if (state === "ended" || status === "expired") return "approval_expired";
  // On hold by decision, or in force and still refused: by a floor, another device, another network.
  return state === "not_begun" ? "grant_pending" : "policy_denied";
}
