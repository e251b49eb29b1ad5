import { hoursAfter, isAhead, isInstant } from "./instant.ts";
import type { Instant, Policy, Subject } from "./types.ts";

export type Grace = { endsAt: Instant; isActive: boolean };

/** 30 days. */
const mostGraceHours = 720;

/** Returns the instant from which somebody's grace counts, or null for those to whom the policy gives none. */
function anchorOf(policy: Policy, subject: Subject, now: Instant): Instant | null {
  const { firstSignInAt } = subject;
  const { askedSince, reenrollmentForcedAt, enrollmentTiming } = policy;
  if (firstSignInAt === null) return now;
  if (!isInstant(firstSignInAt)) return null;
  const isFromBefore = askedSince !== null && firstSignInAt < askedSince;
  // Whoever was here before the policy asked gets time only from the timing that is about time.
  if (isFromBefore && enrollmentTiming !== "within_grace_period") return null;
  const anchor = isFromBefore ? askedSince : firstSignInAt;
  const isForced = reenrollmentForcedAt !== null && anchor < reenrollmentForcedAt && reenrollmentForcedAt <= now;
  return isForced ? reenrollmentForcedAt : anchor;
}

/**
 * Whether a reset of somebody's factors came after their time began: they had factors, and whoever asked for the reset is
 * not to sign in by a password in the meantime. Only a re-enrolment that is forced later gives them time again.
 */
function isForfeited({ factorsResetAt = null, firstSignInAt }: Subject, anchor: Instant): boolean {
  return factorsResetAt !== null && (firstSignInAt === null || anchor <= factorsResetAt);
}

/**
 * Returns the time that the policy gives somebody to enrol, active or over; null if it gives none. Closed-open: at
 * `endsAt` it is over. Nothing here depends on the policy's version, so an edit never starts it anew.
 */
export function graceOf(policy: Policy, subject: Subject, now: Instant): Grace | null {
  const { graceHours } = policy;
  if (!(graceHours > 0 && graceHours <= mostGraceHours)) return null;
  const anchor = anchorOf(policy, subject, now);
  if (anchor === null || !isInstant(anchor) || !isInstant(now) || isForfeited(subject, anchor)) return null;
  // A first sign-in in the future would stretch the time; only a clock that runs a little ahead is forgiven.
  if (isAhead(anchor, now)) return null;
  const endsAt = hoursAfter(anchor, graceHours);
  return { endsAt, isActive: now < endsAt };
}
