import { z } from "zod";
import { effects, exceptionStates, type Instant } from "#app/engine/types.ts";
import { categoryIds } from "./category.ts";
import type { Exception } from "./exception.ts";
import { RiskSchema } from "./exception-schemas.ts";
import { type Circumstances, commands, type Move } from "./lifecycle.ts";
import { ratings } from "./risk.ts";
import { approverGroups } from "./roles.ts";
import { stagesFor } from "./stages.ts";
import { statusOf } from "./status.ts";

// The JSON API speaks snake_case like the protocols around it; these schemas are its one description.

const nullableText = z.string().nullable();
const nullableInstant = z.iso.datetime().nullable();

/** What the API answers for one record. */
export const ExceptionWire = z.object({
  id: z.string(),
  version: z.number().int(),
  state: z.enum(exceptionStates),
  is_live: z.boolean(),
  is_expired: z.boolean(),
  is_review_overdue: z.boolean(),
  title: z.string(),
  category: z.enum(categoryIds),
  effect: z.enum(effects),
  factors: z.array(z.string()),
  scope: z.record(z.string(), z.array(z.unknown())),
  requestor_id: nullableText,
  owner_id: nullableText,
  implementer_id: nullableText,
  justification: z.string().nullable().describe("Null where the reason is for approvers only."),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  planned_retirement_at: nullableInstant,
  compensating_controls: z.array(z.object({ name: z.string(), how_checked: z.string() })),
  monitoring_plan: z.string(),
  milestones: z.array(z.object({ title: z.string(), due_at: z.iso.datetime(), done_at: nullableInstant })),
  details: z.record(z.string(), z.string()),
  inherent_risk: RiskSchema.nullable(),
  residual_risk: RiskSchema.nullable(),
  rating: z.enum(ratings).nullable(),
  assessment: z.string(),
  content_hash: z.string(),
  stages: z.array(z.object({ group: z.enum(approverGroups), minimum: z.number().int(), given: z.number().int() })),
  approvals: z.array(
    z.object({
      approver_id: z.string(),
      approver_group: z.enum(approverGroups),
      content_hash: z.string(),
      is_current: z.boolean().describe("False once a material field or the rated risk has changed since."),
      comment: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  change_reference: z.string(),
  review_every_days: z.number().int().nullable(),
  next_review_at: nullableInstant,
  last_validation: z.object({ at: z.iso.datetime(), result: z.string(), note: z.string() }).nullable(),
  closure: z
    .object({ ended_by: z.string(), replaced_by: z.string(), would_have_avoided: z.string(), evidence: z.string() })
    .nullable(),
  source: nullableText,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  submitted_at: nullableInstant,
  approved_at: nullableInstant,
  activated_at: nullableInstant,
  ended_at: nullableInstant,
  allowed_commands: z.array(z.enum(commands)).describe("What this caller may do now."),
  refused_commands: z
    .record(z.string(), z.string())
    .describe("The commands that exist from here, and why not for this caller."),
});
export type ExceptionWire = z.output<typeof ExceptionWire>;

/** Returns a path of the content as the API names it, `monitoring_plan` for `monitoringPlan`; keys of details stay. */
export function wirePath(path: string): string {
  return path.startsWith("details.") ? path : path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A record together with what one caller may see of it and do with it. */
export type Sight = { record: Exception; circumstances: Circumstances; moves: readonly Move[]; showsReason: boolean };

/** Writes a record as the API shows it to one caller. */
export function wireOf({ record, circumstances, moves, showsReason }: Sight, now: Instant): ExceptionWire {
  const { approvals } = circumstances;
  const status = statusOf(record, now);
  const { servicePrincipals, windows, ...rest } = record.scope;
  const current = approvals.filter(({ contentHash }) => contentHash === record.contentHash);
  return {
    id: record.id,
    version: record.version,
    state: record.state,
    is_live: status.isLive,
    is_expired: status.isExpired,
    is_review_overdue: status.isReviewOverdue,
    title: record.title,
    category: record.category,
    effect: record.effect,
    factors: [...record.factors],
    scope: {
      users: [...rest.users],
      service_principals: [...servicePrincipals],
      groups: [...rest.groups],
      roles: [...rest.roles],
      applications: [...rest.applications],
      networks: [...rest.networks],
      devices: [...rest.devices],
      protocols: [...rest.protocols],
      windows: windows.map(({ days, fromMinute, toMinute }) => ({
        days,
        from_minute: fromMinute,
        to_minute: toMinute,
      })),
    },
    requestor_id: record.requestorId,
    owner_id: record.ownerId,
    implementer_id: record.implementerId,
    justification: showsReason ? record.justification : null,
    starts_at: record.startsAt,
    ends_at: record.endsAt,
    planned_retirement_at: record.plannedRetirementAt,
    compensating_controls: record.compensatingControls.map(({ name, howChecked }) => ({
      name,
      how_checked: howChecked,
    })),
    monitoring_plan: record.monitoringPlan,
    milestones: record.milestones.map(({ title, dueAt, doneAt }) => ({ title, due_at: dueAt, done_at: doneAt })),
    details: { ...record.details },
    inherent_risk: record.inherentRisk,
    residual_risk: record.residualRisk,
    rating: record.rating,
    assessment: record.assessment,
    content_hash: record.contentHash,
    stages: record.rating
      ? stagesFor(record.rating).map(({ group, minimum }) => ({
          group,
          minimum,
          given: current.filter(({ approverGroup }) => approverGroup === group).length,
        }))
      : [],
    approvals: approvals.map((approval) => ({
      approver_id: approval.approverId,
      approver_group: approval.approverGroup,
      content_hash: approval.contentHash,
      is_current: approval.contentHash === record.contentHash,
      comment: approval.comment,
      at: approval.at,
    })),
    change_reference: record.changeReference,
    review_every_days: record.reviewEveryDays,
    next_review_at: record.nextReviewAt,
    last_validation: record.lastValidation,
    closure: record.closure && {
      ended_by: record.closure.endedBy,
      replaced_by: record.closure.replacedBy,
      would_have_avoided: record.closure.wouldHaveAvoided,
      evidence: record.closure.evidence,
    },
    source: record.source,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    submitted_at: record.submittedAt,
    approved_at: record.approvedAt,
    activated_at: record.activatedAt,
    ended_at: record.endedAt,
    allowed_commands: moves.filter(({ refusal }) => refusal === null).map(({ command }) => command),
    refused_commands: Object.fromEntries(
      moves.flatMap(({ command, refusal }) => (refusal ? [[command, refusal]] : [])),
    ),
  };
}
