import { z } from "zod";
import { networkContains } from "#app/engine/network.ts";
import { devicePostures, effects, exceptionStates, factorKinds, protocols } from "#app/engine/types.ts";
import { categoryIds } from "./category.ts";
import { closureCauses, suspensionCauses } from "./exception.ts";
import { ratings } from "./risk.ts";

/** An instant with any offset, kept as UTC with milliseconds. */
export const Instant = z.iso
  .datetime({ offset: true, error: "Give a date and a time, such as 2026-11-30T09:00:00Z." })
  .transform((text) => new Date(text).toISOString());

/** A network contains its own first address; what does not parse contains nothing. */
const isNetwork = (text: string) => networkContains(text, text.split("/", 1)[0] ?? "");

const reference = z.string().trim().min(1).max(200);
const list = z.array(reference).max(500).default([]);

export const ScopeSchema = z.object({
  users: list,
  servicePrincipals: list,
  groups: list,
  roles: list,
  applications: list,
  networks: z
    .array(z.string().refine(isNetwork, "Give a network such as 10.2.0.0/16 or 2001:db8::/32."))
    .max(100)
    .default([]),
  devices: z.array(z.enum(devicePostures)).default([]),
  protocols: z.array(z.enum(protocols)).default([]),
  windows: z
    .array(
      z
        .object({
          days: z.array(z.number().int().min(1).max(7)).min(1),
          fromMinute: z.number().int().min(0).max(1439),
          toMinute: z.number().int().min(1).max(1440),
        })
        .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, "A window has to end after it begins."),
    )
    .max(20)
    .default([]),
  maxUses: z.number().int().min(1).max(1_000_000).nullable().default(null),
});

const score = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export const RiskSchema = z.object({ likelihood: score, impact: score });

const ControlSchema = z.object({
  name: z.string().trim().min(1).max(200),
  howChecked: z.string().trim().max(1000).default(""),
  catalogueId: z.string().nullable().default(null),
});

const MilestoneSchema = z.object({
  title: z.string().trim().min(1).max(200),
  dueAt: Instant,
  doneAt: Instant.nullable().default(null),
});

/** What a requestor may write. A draft may be incomplete: what is left out gets an empty value or the category's default. */
export const DraftSchema = z.object({
  title: z.string().trim().max(200).default(""),
  category: z.enum(categoryIds, "Choose one of the seven categories."),
  effect: z.enum(effects).default("waive_mfa"),
  factors: z.array(z.enum(factorKinds)).default([]),
  scope: ScopeSchema.prefault({}),
  ownerId: z.string().nullable().default(null),
  beneficiaryId: z.string().nullable().default(null),
  justification: z.string().trim().max(10_000).default(""),
  startsAt: Instant.optional(),
  endsAt: Instant.optional(),
  plannedRetirementAt: Instant.nullable().default(null),
  estimate: RiskSchema.nullable().default(null),
  compensatingControls: z.array(ControlSchema).max(50).default([]),
  monitoringPlan: z.string().trim().max(10_000).default(""),
  milestones: z.array(MilestoneSchema).max(50).default([]),
  details: z.record(z.string(), z.string().trim().max(2000)).default({}),
});
export type Draft = z.output<typeof DraftSchema>;

const ClosureSchema = z.object({
  endedBy: z.enum(["expired", "revoked"]),
  // What was closed before there were causes to choose from has said it in words only.
  cause: z.enum(closureCauses).default("other"),
  replacedBy: z.string(),
  wouldHaveAvoided: z.string(),
  evidence: z.string(),
});

const ImplementationSchema = z.object({ where: z.string(), what: z.string() });

const ValidationSchema = z.object({
  at: z.string(),
  by: z.string(),
  result: z.enum(["passed", "failed"]),
  note: z.string(),
});

const ExtensionSchema = z.object({
  endsAt: z.string(),
  askedEndsAt: z.string(),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  contentHash: z.string(),
});

const EmergencySchema = z.object({
  grantedBy: z.string(),
  grantedAt: z.string(),
  reason: z.string(),
  endsAt: z.string(),
  ratifiedAt: z.string().nullable(),
});

const SuspensionSchema = z.object({
  cause: z.enum(suspensionCauses),
  at: z.string(),
  by: z.string().nullable(),
  reason: z.string(),
});

const RatingBasisSchema = z.object({
  computed: z.enum(ratings),
  floor: z.object({ rating: z.enum(ratings), reasons: z.array(z.string()) }).nullable(),
  overriddenFor: z.string().nullable(),
});

/** The stored columns of a record that are JSON text. */
export const StoredJson = {
  scope: ScopeSchema,
  factors: z.array(z.enum(factorKinds)),
  risk: RiskSchema.nullable(),
  ratingBasis: RatingBasisSchema.nullable(),
  controls: z.array(ControlSchema),
  milestones: z.array(MilestoneSchema),
  details: z.record(z.string(), z.string()),
  implementation: ImplementationSchema.nullable(),
  validation: ValidationSchema.nullable(),
  closure: ClosureSchema.nullable(),
  extension: ExtensionSchema.nullable(),
  emergency: EmergencySchema.nullable(),
  suspension: SuspensionSchema.nullable(),
};

export const StoredEnums = {
  state: z.enum(exceptionStates),
  effect: z.enum(effects),
  category: z.enum(categoryIds),
  rating: z.enum(ratings).nullable(),
};
