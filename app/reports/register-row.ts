import type { TimeWindow } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { riskScore } from "#app/register/risk.ts";
import { statusOf } from "#app/register/status.ts";

/** A cell of an export; a list is joined for a spreadsheet and stays a list in JSON. */
export type Cell = string | number | boolean | null | readonly string[];

/** What a row shows beside the record: the names of people by id, and who approved what it says now. */
export type RowContext = { nameOf(userId: string): string; approvers: readonly string[]; now: string };

/** Returns every field of a record, by the heading it has in an export, in the order of the columns. */
export function registerRow(record: Exception, { nameOf, approvers, now }: RowContext): Record<string, Cell> {
  const { scope, closure, lastValidation } = record;
  const status = statusOf(record, now);
  const person = (id: string | null) => id && nameOf(id);
  return {
    id: record.id,
    state: record.state,
    is_live: status.isLive,
    is_expired: status.isExpired,
    is_review_overdue: status.isReviewOverdue,
    title: record.title,
    category: record.category,
    effect: record.effect,
    factors: record.factors,
    users: scope.users.map(nameOf),
    groups: scope.groups,
    roles: scope.roles,
    service_principals: scope.servicePrincipals,
    applications: scope.applications,
    networks: scope.networks,
    devices: scope.devices,
    protocols: scope.protocols,
    windows: scope.windows.map(shownWindow),
    requestor: person(record.requestorId),
    owner: person(record.ownerId),
    approvers: approvers.map(nameOf),
    implementer: person(record.implementerId),
    justification: record.justification,
    rating: record.rating,
    inherent_risk: record.inherentRisk && riskScore(record.inherentRisk),
    residual_risk: record.residualRisk && riskScore(record.residualRisk),
    assessment: record.assessment,
    controls: record.compensatingControls.map(({ name, howChecked }) =>
      howChecked ? `${name} (${howChecked})` : name,
    ),
    monitoring: record.monitoringPlan,
    milestones: record.milestones.map(
      ({ title, dueAt, doneAt }) => `${title}, ${doneAt ? `done ${doneAt}` : `due ${dueAt}`}`,
    ),
    details: Object.entries(record.details).map(([key, value]) => `${key}: ${value}`),
    starts: record.startsAt,
    ends: record.endsAt,
    planned_retirement: record.plannedRetirementAt,
    created: record.createdAt,
    submitted: record.submittedAt,
    approved: record.approvedAt,
    activated: record.activatedAt,
    ended: record.endedAt,
    review_every_days: record.reviewEveryDays,
    next_review: record.nextReviewAt,
    last_validation: lastValidation && `${lastValidation.at} ${lastValidation.result}: ${lastValidation.note}`,
    change_reference: record.changeReference,
    implemented_in: record.implementation?.where ?? null,
    implemented_change: record.implementation?.what ?? null,
    ended_by: closure?.endedBy ?? null,
    closure_cause: closure?.cause ?? null,
    replaced_by: closure?.replacedBy ?? null,
    would_have_avoided: closure?.wouldHaveAvoided ?? null,
    evidence: closure?.evidence ?? null,
    source: record.source,
    version: record.version,
    content_hash: record.contentHash,
  };
}

function shownWindow({ days, fromMinute, toMinute }: TimeWindow): string {
  return `days ${days.join("")} ${clock(fromMinute)}-${clock(toMinute)} UTC`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
