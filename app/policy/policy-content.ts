import { z } from "zod";
import {
  challengeFrequencies,
  dials,
  enrollmentTimings,
  factorSets,
  type Policy,
  type RuleTarget,
} from "#app/engine/types.ts";

/** 30 days: no grace is longer. */
export const mostGraceHours = 720;
const mostRules = 200;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "An id is lower-case letters, digits and hyphens, 64 at most");

const target: z.ZodType<RuleTarget> = z.object({
  kind: z.enum(["role", "group", "user", "application"]),
  id: z.string().min(1, "Name whom or what it is about").max(256),
});

const floor = z.object({ id, target, dial: z.enum(dials), factorSet: z.enum(factorSets).optional() });
const rule = floor.extend({ challengeFrequency: z.enum(challengeFrequencies).optional() });

const idsDiffer = (entries: readonly { id: string }[]) =>
  new Set(entries.map((each) => each.id)).size === entries.length;

/** What an admin decides about MFA. Durations are exact hours. */
export const policyContentSchema = z.object({
  dial: z.enum(dials),
  factorSet: z.enum(factorSets),
  enrollmentTiming: z.enum(enrollmentTimings),
  graceHours: z
    .number()
    .int("Grace is whole hours")
    .min(0, "Grace is 0 to 720 hours, which is 30 days")
    .max(mostGraceHours, "Grace is 0 to 720 hours, which is 30 days"),
  recoveryCodesAllowed: z.boolean(),
  codesCountAsEnrollment: z.boolean(),
  challengeFrequency: z.enum(challengeFrequencies),
  rules: z.array(rule).max(mostRules).refine(idsDiffer, "Two rules have the same id"),
  floors: z.array(floor).max(mostRules).refine(idsDiffer, "Two floors have the same id"),
});

/** What is decided, without what follows from when it was decided (`version`, `askedSince`, `reenrollmentForcedAt`). */
export type PolicyContent = z.infer<typeof policyContentSchema>;

/** Returns what an admin decided in a version of the policy. */
export function contentOf(policy: Policy): PolicyContent {
  const { version: _version, askedSince: _askedSince, reenrollmentForcedAt: _forcedAt, ...content } = policy;
  return { ...content, rules: [...content.rules], floors: [...content.floors] };
}
