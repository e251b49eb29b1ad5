import type { Instant } from "#app/engine/types.ts";

/** An approver's place, given to somebody else for a time. */
export type Delegation = {
  id: string;
  fromUserId: string;
  toUserId: string;
  startsAt: Instant;
  endsAt: Instant;
  reason: string;
  createdAt: Instant;
  createdBy: string;
  revokedAt: Instant | null;
};

/** For longer than this somebody should be put into the group instead. */
export const longestDelegationDays = 90;

/** Whether a delegation gives a place away at an instant; at its end it does no more. */
export function isRunning({ startsAt, endsAt, revokedAt }: Delegation, now: Instant): boolean {
  return revokedAt === null && startsAt <= now && now < endsAt;
}
