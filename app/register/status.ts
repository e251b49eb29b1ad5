import { isLive } from "#app/engine/live.ts";
import type { Instant } from "#app/engine/types.ts";
import { daysBetween } from "./days.ts";
import { type Exception, isUnratified } from "./exception.ts";

/** What is true of a record at an instant beside its state; never stored. */
export type Status = {
  isLive: boolean;
  isExpired: boolean;
  isReviewOverdue: boolean;
  isExpiringSoon: boolean;
  /** In force, or on hold, by one approver's word alone. */
  isUnratified: boolean;
};

/** The states in which a record may still come into force or is in force. */
const inForce = new Set(["approved", "active", "suspended"]);
const isRunning = new Set(["active", "suspended"]);

export function statusOf(record: Exception, now: Instant): Status {
  const live = isLive(record, now);
  const isExpired = inForce.has(record.state) && record.endsAt <= now;
  return {
    isLive: live,
    isExpired,
    isReviewOverdue: live && record.nextReviewAt !== null && record.nextReviewAt <= now,
    isExpiringSoon: live && daysBetween(now, record.endsAt) <= 7,
    isUnratified: isRunning.has(record.state) && !isExpired && isUnratified(record),
  };
}

export const phases = [
  "Intake",
  "Assessment",
  "Approval",
  "Implementation",
  "Monitoring and review",
  "Closure",
] as const;

/** Returns the index in phases of the phase that a record is in. */
export function phaseOf(record: Exception, now: Instant): number {
  switch (record.state) {
    case "draft":
    case "changes_requested":
    case "withdrawn":
      return 0;
    case "submitted":
      return 1;
    case "assessed":
    case "rejected":
      return 2;
    case "approved":
      return record.endsAt <= now ? 5 : 3;
    case "active":
    case "suspended":
      return record.endsAt <= now ? 5 : 4;
    case "revoked":
    case "closed":
      return 5;
    default:
      return record.state satisfies never;
  }
}
