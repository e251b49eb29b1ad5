import { z } from "zod";
import { effects, exceptionStates, type Instant } from "#app/engine/types.ts";
import { categoryIds } from "./category.ts";
import { closureCauses, type Exception, hashInQuestion, suspensionCauses } from "./exception.ts";
import { RiskSchema } from "./exception-schemas.ts";
import type { Circumstances } from "./guards.ts";
import { commands, type Move } from "./lifecycle.ts";
import { ratings } from "./risk.ts";
import { approverGroups } from "./roles.ts";
import { statusOf } from "./status.ts";

// The JSON API speaks snake_case like the protocols around it; these schemas are its one description.

const nullableText = z.string().nullable();
const nullableInstant = z.iso.datetime().nullable();

const texts = z.array(z.string());
const ScopeWire = z.object({
  users: texts,
  service_principals: texts,
  groups: texts,
  roles: texts,
  applications: texts,
  networks: texts,
  devices: texts,
  protocols: texts,
  windows: z.array(
    z.object({ days: z.array(z.number().int()), from_minute: z.number().int(), to_minute: z.number().int() }),
  ),
  max_uses: z.number().int().nullable().describe("How many sign-ins it may let in; null for any number."),
});

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
  scope: ScopeWire,
  requestor_id: nullableText,
  owner_id: nullableText,
  implementer_id: nullableText,
  beneficiary_id: nullableText.describe("Whom it was filed on behalf of."),
  category_version: z.number().int().nullable(),
  justification: z.string().nullable().describe("Null where the reason is for approvers only."),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  planned_retirement_at: nullableInstant,
  estimate: RiskSchema.nullable().describe("The requestor's own view."),
  compensating_controls: z.array(z.object({ name: z.string(), how_checked: z.string(), catalogue_id: nullableText })),
  monitoring_plan: z.string(),
  milestones: z.array(z.object({ title: z.string(), due_at: z.iso.datetime(), done_at: nullableInstant })),
  details: z.record(z.string(), z.string()),
  inherent_risk: RiskSchema.nullable(),
  residual_risk: RiskSchema.nullable(),
  rating: z.enum(ratings).nullable(),
  rating_basis: z
    .object({
      computed: z.enum(ratings),
      floor: z.object({ rating: z.enum(ratings), reasons: texts }).nullable(),
      overridden_for: nullableText,
    })
    .nullable()
    .describe("What likelihood and impact say, the least rating for whom it reaches, and why another was chosen."),
  assessment: z.string(),
  content_hash: z.string(),
  stages: z.array(z.object({ group: z.enum(approverGroups), minimum: z.number().int(), given: z.number().int() })),
  approvals: z.array(
    z.object({
      approver_id: z.string(),
      approver_group: z.enum(approverGroups),
      on_behalf_of: nullableText.describe("The absent approver whose place was taken."),
      content_hash: z.string(),
      is_current: z.boolean().describe("False once a material field or the rated risk has changed since."),
      comment: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  change_reference: z.string(),
  implementation: z.object({ where: z.string(), what: z.string() }).nullable(),
  review_every_days: z.number().int().nullable(),
  next_review_at: nullableInstant,
  last_validation: z.object({ at: z.iso.datetime(), by: z.string(), result: z.string(), note: z.string() }).nullable(),
  agreed_ends_at: nullableInstant.describe("The end that the approvals are of, where it ends sooner."),
  original_ends_at: nullableInstant.describe("The first end that was approved."),
  extension_count: z.number().int(),
  extension: z
    .object({
      ends_at: z.iso.datetime(),
      asked_ends_at: z.iso.datetime(),
      reason: z.string(),
      requested_by: z.string(),
      requested_at: z.iso.datetime(),
      content_hash: z.string(),
    })
    .nullable()
    .describe("A later end that waits for its approvals."),
  emergency: z
    .object({
      granted_by: z.string(),
      granted_at: z.iso.datetime(),
      reason: z.string(),
      ends_at: z.iso.datetime().describe("The end that it has once it is ratified."),
      ratified_at: nullableInstant,
    })
    .nullable(),
  suspension: z
    .object({ cause: z.enum(suspensionCauses), at: z.iso.datetime(), by: nullableText, reason: z.string() })
    .nullable(),
  closure: z
    .object({
      ended_by: z.string(),
      cause: z.enum(closureCauses),
      replaced_by: z.string(),
      would_have_avoided: z.string(),
      evidence: z.string(),
    })
    .nullable(),
  source: nullableText,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  submitted_at: nullableInstant,
  waiting_since: nullableInstant.describe("Since when it waits for what it waits for from approvers."),
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
  const { approvals, stages } = circumstances;
  const status = statusOf(record, now);
  const { servicePrincipals, windows, maxUses, ...rest } = record.scope;
  const current = approvals.filter(({ contentHash }) => contentHash === hashInQuestion(record));
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
        days: [...days],
        from_minute: fromMinute,
        to_minute: toMinute,
      })),
      max_uses: maxUses,
    },
    requestor_id: record.requestorId,
    owner_id: record.ownerId,
    implementer_id: record.implementerId,
    beneficiary_id: record.beneficiaryId,
    category_version: record.categoryVersion,
    justification: showsReason ? record.justification : null,
    starts_at: record.startsAt,
    ends_at: record.endsAt,
    planned_retirement_at: record.plannedRetirementAt,
    estimate: record.estimate,
    compensating_controls: record.compensatingControls.map(({ name, howChecked, catalogueId }) => ({
      name,
      how_checked: howChecked,
      catalogue_id: catalogueId,
    })),
    monitoring_plan: record.monitoringPlan,
    milestones: record.milestones.map(({ title, dueAt, doneAt }) => ({ title, due_at: dueAt, done_at: doneAt })),
    details: { ...record.details },
    inherent_risk: record.inherentRisk,
    residual_risk: record.residualRisk,
    rating: record.rating,
    rating_basis: record.ratingBasis && {
      computed: record.ratingBasis.computed,
      floor: record.ratingBasis.floor,
      overridden_for: record.ratingBasis.overriddenFor,
    },
    assessment: record.assessment,
    content_hash: record.contentHash,
    stages: stages.map(({ group, minimum }) => ({
      group,
      minimum,
      given: current.filter(({ approverGroup }) => approverGroup === group).length,
    })),
    approvals: approvals.map((approval) => ({
      approver_id: approval.approverId,
      approver_group: approval.approverGroup,
      content_hash: approval.contentHash,
      on_behalf_of: approval.onBehalfOf,
      is_current: approval.contentHash === hashInQuestion(record),
      comment: approval.comment,
      at: approval.at,
    })),
    change_reference: record.changeReference,
    implementation: record.implementation,
    review_every_days: record.reviewEveryDays,
    next_review_at: record.nextReviewAt,
    last_validation: record.lastValidation,
    agreed_ends_at: record.agreedEndsAt,
    original_ends_at: record.originalEndsAt,
    extension_count: record.extensionCount,
    extension: extensionWire(record, showsReason),
    emergency: record.emergency && {
      granted_by: record.emergency.grantedBy,
      granted_at: record.emergency.grantedAt,
      reason: record.emergency.reason,
      ends_at: record.emergency.endsAt,
      ratified_at: record.emergency.ratifiedAt,
    },
    suspension: record.suspension,
    closure: record.closure && {
      ended_by: record.closure.endedBy,
      cause: record.closure.cause,
      replaced_by: record.closure.replacedBy,
      would_have_avoided: record.closure.wouldHaveAvoided,
      evidence: record.closure.evidence,
    },
    source: record.source,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    submitted_at: record.submittedAt,
    waiting_since: record.waitingSince,
    approved_at: record.approvedAt,
    activated_at: record.activatedAt,
    ended_at: record.endedAt,
    allowed_commands: moves.filter(({ refusal }) => refusal === null).map(({ command }) => command),
    refused_commands: Object.fromEntries(
      moves.flatMap(({ command, refusal }) => (refusal ? [[command, refusal]] : [])),
    ),
  };
}

/** Why a longer term is asked for may say what the reason of the exception says. */
function extensionWire({ extension }: Exception, showsReason: boolean): ExceptionWire["extension"] {
  return (
    extension && {
      ends_at: extension.endsAt,
      asked_ends_at: extension.askedEndsAt,
      reason: showsReason ? extension.reason : "",
      requested_by: extension.requestedBy,
      requested_at: extension.requestedAt,
      content_hash: extension.contentHash,
    }
  );
}
