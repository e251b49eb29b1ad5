import type { Policy, SignIn, Subject } from "#app/engine/types.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds since 1970. */
export const ms = (instant: string) => new Date(instant).getTime();

/** Whether an instant has come, where the clocks of two servers may differ by a minute. */
export const hasCome = (instant: string, now: string) => ms(instant) <= ms(now) + minute;

export type NaiveGrace = { endsAt: string; isActive: boolean };

/** Ruling: grace counts from the first sign-in; for whoever was here before, from the instant at which it was first asked. */
export function graceFor(subject: Subject, policy: Policy, now: string): NaiveGrace | null {
  if (policy.graceHours === 0) return null;
  const from = graceStart(subject, policy, now);
  if (from === null || !hasCome(from, now)) return null;
  // Ruling: whoever's factors were reset meets the wall at their next sign-in.
  const { factorsResetAt: reset } = subject;
  if (reset && (subject.firstSignInAt === null || ms(from) <= ms(reset))) return null;
  const ends = ms(from) + policy.graceHours * hour;
  return { endsAt: new Date(ends).toISOString(), isActive: ms(now) < ends };
}

function graceStart({ firstSignInAt }: Subject, policy: Policy, now: string): string | null {
  if (firstSignInAt === null) return now;
  let start = firstSignInAt;
  if (policy.askedSince !== null && ms(firstSignInAt) < ms(policy.askedSince)) {
    if (policy.enrollmentTiming !== "within_grace_period") return null;
    start = policy.askedSince;
  }
  const forced = policy.reenrollmentForcedAt;
  if (forced !== null && ms(start) < ms(forced) && ms(forced) <= ms(now)) start = forced;
  return start;
}

/** Ruling: windows are weekly, in UTC, Monday is 1; the start belongs to them and the end does not. */
export function isInWindow(window: { days: readonly number[]; fromMinute: number; toMinute: number }, signIn: SignIn) {
  const time = new Date(signIn.now);
  const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(time.toUTCString().slice(0, 3)) + 1;
  const sinceMidnight = (ms(signIn.now) - ms(`${signIn.now.slice(0, 10)}T00:00:00.000Z`)) / minute;
  return window.days.includes(weekday) && sinceMidnight >= window.fromMinute && sinceMidnight < window.toMinute;
}
