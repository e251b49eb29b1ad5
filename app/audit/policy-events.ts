import { z } from "zod";
import { directions } from "#app/policy/policy-difference.ts";

const text = z.string();

const policyChange = z.object({
  what: text,
  before: text.nullable(),
  after: text.nullable(),
  direction: z.enum(directions),
  note: text.nullable(),
});

const policyDraft = {
  basedOn: z.number().int(),
  reason: text,
  before: z.unknown(),
  after: z.unknown(),
  forcesReenrollment: z.boolean(),
  changes: z.array(policyChange),
};

const acceptedFactors = z.object({
  factorSet: text,
  recoveryCodesAllowed: z.boolean(),
  codesCountAsEnrollment: z.boolean(),
  /** By target, as "group:finance". */
  rules: z.record(text, text),
  floors: z.record(text, text),
});

const proof = z.object({ aal: z.number(), factorUsedAt: z.iso.datetime().nullable(), via: text });

const controlFacts = z.object({
  name: text.optional(),
  description: text.optional(),
  howChecked: text.optional(),
  checkEveryDays: z.number().int().optional(),
  isEnabled: z.boolean().optional(),
});

/** The events of what admins decide about sign-ins and exceptions: the policy, the categories, the controls. */
export const policyEvents = {
  // When a version of the policy comes into force.
  TENANT_MFA_POLICY_UPDATED: z.object({
    version: z.number().int(),
    reason: text,
    // The first version of a workspace has nothing before it.
    before: z.unknown().optional(),
    body: z.unknown(),
    changes: z.array(policyChange).optional(),
    /** The draft that it was, and who confirmed it where it weakens. */
    draftId: text.nullable().optional(),
    confirmedBy: text.nullable().optional(),
  }),
  // When such a version changes which factors count, for everybody or for somebody.
  TENANT_MFA_ACCEPTED_FACTORS_UPDATED: z.object({
    version: z.number().int(),
    before: acceptedFactors,
    after: acceptedFactors,
  }),
  // When a policy is kept to be tried out; it is not in force.
  "policy.drafted": z.object(policyDraft),
  // When a policy that weakens is asked for; it is not in force until somebody else confirms it.
  "policy.weakening_requested": z.object(policyDraft),
  // When a second admin agrees; the version that comes into force has an event of its own.
  "policy.weakening_confirmed": z.object({ ...policyDraft, comment: text, proof }),
  // When a second admin refuses.
  "policy.weakening_rejected": z.object({ ...policyDraft, comment: text }),
  // When its author takes a draft back, waiting or not.
  "policy.draft_withdrawn": z.object({ ...policyDraft, comment: text }),
  // When the rules of a category change; records that were submitted before keep the stricter of both.
  "category.updated": z.object({
    version: z.number().int(),
    reason: text,
    before: z.unknown(),
    after: z.unknown(),
    changes: z.array(policyChange),
  }),
  // When a control is added to the catalogue.
  "control.added": z.object({ name: text }),
  // When what the catalogue says of a control is changed, or it is no longer offered.
  "control.updated": z.object({ before: controlFacts, after: controlFacts }),
} as const;
