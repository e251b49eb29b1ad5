import { z } from "zod";
import { type Draft, DraftSchema, ScopeSchema } from "./exception-schemas.ts";

// The JSON API speaks snake_case like the protocols around it.

const draft = DraftSchema.shape;
const scope = ScopeSchema.shape;

const ScopeWire = z.object({
  users: scope.users.describe("User ids, or e-mail addresses when writing."),
  service_principals: scope.servicePrincipals,
  groups: scope.groups,
  roles: scope.roles,
  applications: scope.applications,
  networks: scope.networks,
  devices: scope.devices,
  protocols: scope.protocols,
  windows: z
    .array(
      z.object({
        days: z.array(z.number().int().min(1).max(7)).min(1),
        from_minute: z.number().int().min(0).max(1439),
        to_minute: z.number().int().min(1).max(1440),
      }),
    )
    .max(20)
    .default([]),
  max_uses: scope.maxUses.describe("How many sign-ins it may let in, counted over all whom it names."),
});

const ControlWire = z.object({
  name: z.string().trim().min(1).max(200),
  how_checked: z.string().trim().max(1000).default(""),
  catalogue_id: z.string().nullable().default(null),
});

const instant = draft.startsAt.unwrap();
const MilestoneWire = z.object({
  title: z.string().trim().min(1).max(200),
  due_at: instant,
  done_at: instant.nullable().default(null),
});

/** What a caller sends to file or edit an exception. */
export const DraftWire = z.object({
  title: draft.title,
  category: draft.category,
  effect: draft.effect,
  factors: draft.factors,
  scope: ScopeWire.prefault({}),
  owner_id: draft.ownerId.describe("User id, or e-mail address when writing."),
  beneficiary_id: draft.beneficiaryId.describe(
    "Whom it is filed on behalf of: a user id, or an e-mail address when writing.",
  ),
  justification: draft.justification,
  starts_at: draft.startsAt,
  ends_at: draft.endsAt,
  planned_retirement_at: draft.plannedRetirementAt,
  estimate: draft.estimate.describe("How risky the requestor thinks it is; the rating is the assessor's."),
  compensating_controls: z.array(ControlWire).max(50).default([]),
  monitoring_plan: draft.monitoringPlan,
  milestones: z.array(MilestoneWire).max(50).default([]),
  details: draft.details,
});

/** Reads the wire form into a draft; windows are checked there. */
export function draftOf(wire: z.output<typeof DraftWire>): Draft {
  const { service_principals, windows, max_uses, ...rest } = wire.scope;
  return DraftSchema.parse({
    ...wire,
    scope: {
      ...rest,
      servicePrincipals: service_principals,
      windows: windows.map(({ days, from_minute, to_minute }) => ({
        days,
        fromMinute: from_minute,
        toMinute: to_minute,
      })),
      maxUses: max_uses,
    },
    ownerId: wire.owner_id,
    beneficiaryId: wire.beneficiary_id,
    startsAt: wire.starts_at,
    endsAt: wire.ends_at,
    plannedRetirementAt: wire.planned_retirement_at,
    compensatingControls: wire.compensating_controls.map(({ name, how_checked, catalogue_id }) => ({
      name,
      howChecked: how_checked,
      catalogueId: catalogue_id,
    })),
    monitoringPlan: wire.monitoring_plan,
    milestones: wire.milestones.map(({ title, due_at, done_at }) => ({ title, dueAt: due_at, doneAt: done_at })),
  });
}
