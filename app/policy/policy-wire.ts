import { z } from "zod";
import {
  challengeFrequencies,
  dials,
  enrollmentTimings,
  factorSets,
  type Instant,
  type Policy,
  type RuleTarget,
} from "#app/engine/types.ts";
import { draftCommands } from "./draft-commands.ts";
import { mostGraceHours, type PolicyContent, policyContentSchema } from "./policy-content.ts";
import { directions, type PolicyChange } from "./policy-difference.ts";

const target = z.object({
  kind: z.enum(["role", "group", "user", "application"]),
  id: z.string().describe("As the directory knows it; a person by id or e-mail address."),
}) satisfies z.ZodType<RuleTarget>;
const floor = z.object({
  id: z.string().describe("Yours to choose: lower-case letters, digits and hyphens, unique in its list."),
  target,
  dial: z.enum(dials),
  factor_set: z.enum(factorSets).optional(),
});
const rule = floor.extend({ challenge_frequency: z.enum(challengeFrequencies).optional() });

/** What an admin decides about MFA, on the wire; judged again, with its bounds, as what it becomes. */
export const PolicyContentWire = z.object({
  dial: z.enum(dials),
  factor_set: z.enum(factorSets),
  enrollment_timing: z.enum(enrollmentTimings),
  grace_hours: z.number().int().min(0, "Grace is 0 to 720 hours").max(mostGraceHours, "Grace is 0 to 720 hours"),
  recovery_codes_allowed: z.boolean(),
  codes_count_as_enrollment: z.boolean().describe("Only with recovery codes allowed and the factor set `any`."),
  challenge_frequency: z.enum(challengeFrequencies),
  rules: z.array(rule),
  floors: z.array(floor),
});

/** What a change of the policy carries. */
export const PolicyPut = PolicyContentWire.extend({
  based_on: z.number({ error: "Send the version that you read." }).int().describe("The version that you read."),
  reason: z.string().trim().min(1, "Say why; it stays with the version.").max(2000),
  force_reenrollment: z.boolean().default(false).describe("Begins everybody's time to enrol anew."),
});

/** What a command on a draft carries; whoever confirms or rejects says why. */
export const DraftCommandBody = z.object({ comment: z.string().trim().max(2000).default("") });

const at = z.iso.datetime();

export const PolicyWire = PolicyContentWire.extend({
  version: z.number().int(),
  asked_since: at.nullable().describe("When the policy first asked anything of anybody; it never moves."),
  reenrollment_forced_at: at.nullable(),
  reason: z.string(),
  author_id: z.string().nullable(),
  created_at: at,
});

export const PolicyDraftWire = z.object({
  id: z.string(),
  state: z.string().describe("`draft`, `waiting`, `applied`, `confirmed`, `rejected` or `withdrawn`"),
  based_on: z.number().int(),
  content: PolicyContentWire,
  force_reenrollment: z.boolean(),
  changes: z.array(
    z.object({
      what: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      direction: z.enum(directions),
    }),
  ),
  reason: z.string(),
  author_id: z.string(),
  created_at: at,
  decided_by: z.string().nullable(),
  decided_at: at.nullable(),
  comment: z.string().nullable(),
  allowed_commands: z.array(z.enum(draftCommands)).describe("What you may do with it now."),
});

/** Reads a content off the wire, with every bound that it has. */
export function contentOfWire(wire: z.output<typeof PolicyContentWire>) {
  return policyContentSchema.safeParse({
    dial: wire.dial,
    factorSet: wire.factor_set,
    enrollmentTiming: wire.enrollment_timing,
    graceHours: wire.grace_hours,
    recoveryCodesAllowed: wire.recovery_codes_allowed,
    codesCountAsEnrollment: wire.codes_count_as_enrollment,
    challengeFrequency: wire.challenge_frequency,
    rules: wire.rules.map(({ factor_set: factorSet, challenge_frequency: challengeFrequency, ...rest }) => ({
      ...rest,
      ...(factorSet && { factorSet }),
      ...(challengeFrequency && { challengeFrequency }),
    })),
    floors: wire.floors.map(({ factor_set: factorSet, ...rest }) => ({ ...rest, ...(factorSet && { factorSet }) })),
  });
}

function wireOfContent(content: PolicyContent): z.input<typeof PolicyContentWire> {
  return {
    dial: content.dial,
    factor_set: content.factorSet,
    enrollment_timing: content.enrollmentTiming,
    grace_hours: content.graceHours,
    recovery_codes_allowed: content.recoveryCodesAllowed,
    codes_count_as_enrollment: content.codesCountAsEnrollment,
    challenge_frequency: content.challengeFrequency,
    rules: content.rules.map(({ factorSet, challengeFrequency, ...rest }) => ({
      ...rest,
      ...(factorSet && { factor_set: factorSet }),
      ...(challengeFrequency && { challenge_frequency: challengeFrequency }),
    })),
    floors: content.floors.map(({ factorSet, ...rest }) => ({ ...rest, ...(factorSet && { factor_set: factorSet }) })),
  };
}

type Version = { policy: Policy; reason: string; authorId: string | null; createdAt: Instant };

export function wireOfVersion({ policy, reason, authorId, createdAt }: Version): z.input<typeof PolicyWire> {
  return {
    version: policy.version,
    ...wireOfContent({ ...policy, rules: [...policy.rules], floors: [...policy.floors] }),
    asked_since: policy.askedSince,
    reenrollment_forced_at: policy.reenrollmentForcedAt,
    reason,
    author_id: authorId,
    created_at: createdAt,
  };
}

type Draft = {
  id: string;
  state: string;
  basedOn: number;
  content: PolicyContent;
  forcesReenrollment: boolean;
  reason: string;
  authorId: string;
  createdAt: Instant;
  decidedBy: string | null;
  decidedAt: Instant | null;
  comment: string | null;
};

type Shown = { changes: readonly PolicyChange[]; allowed: readonly (typeof draftCommands)[number][] };

export function wireOfDraft(draft: Draft, { changes, allowed }: Shown): z.input<typeof PolicyDraftWire> {
  return {
    id: draft.id,
    state: draft.state,
    based_on: draft.basedOn,
    content: wireOfContent(draft.content),
    force_reenrollment: draft.forcesReenrollment,
    changes: changes.map(({ what, before, after, direction }) => ({ what, before, after, direction })),
    reason: draft.reason,
    author_id: draft.authorId,
    created_at: draft.createdAt,
    decided_by: draft.decidedBy,
    decided_at: draft.decidedAt,
    comment: draft.comment,
    allowed_commands: [...allowed],
  };
}
