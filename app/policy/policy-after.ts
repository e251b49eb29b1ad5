import type { Instant, Policy } from "#app/engine/types.ts";
import type { PolicyContent } from "./policy-content.ts";

/** Whether a policy asks anything of anybody. */
export function asksAnything({ dial, rules, floors }: PolicyContent): boolean {
  return dial !== "off" || [...rules, ...floors].some((entry) => entry.dial !== "off");
}

/**
 * Returns the version that follows another one. The instant at which the policy first asked for anything is set once
 * and then never moves, so that no edit begins anybody's grace anew; forcing re-enrolment is the one way to do that.
 */
export function policyAfter(
  before: Policy,
  { content, forcesReenrollment, now }: { content: PolicyContent; forcesReenrollment: boolean; now: Instant },
): Policy {
  return {
    ...content,
    version: before.version + 1,
    askedSince: before.askedSince ?? (asksAnything(content) ? now : null),
    reenrollmentForcedAt: forcesReenrollment ? now : before.reenrollmentForcedAt,
  };
}
