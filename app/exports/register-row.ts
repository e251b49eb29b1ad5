import type { Instant, TimeWindow } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { riskScore } from "#app/register/risk.ts";
import { type Status, statusOf } from "#app/register/status.ts";
import type { Cell } from "./cell.ts";

/** What a row shows beside the record: people's names and whether they are barred, by id, who approved what it says, and whether it says why. */
export type RowContext = {
  nameOf(userId: string): string;
  /** Null where it is not known: of the past. */
  isBarred(userId: string): boolean | null;
  approvers: readonly string[];
  showsReason: boolean;
  now: Instant;
};

type Shown = { record: Exception; status: Status; context: RowContext };

/** Every field of a record, by the heading it has in an export, in the order of the columns. */
const fields: readonly [heading: string, cellOf: (shown: Shown) => Cell][] = [
  ["id", ({ record }) => record.id],
  ["state", ({ record }) => record.state],
  ["is_live", ({ status }) => status.isLive],
  ["is_expired", ({ status }) => status.isExpired],
  ["is_review_overdue", ({ status }) => status.isReviewOverdue],
  ["title", ({ record }) => record.title],
  ["category", ({ record }) => record.category],
  ["effect", ({ record }) => record.effect],
  ["factors", ({ record }) => record.factors],
  ["users", ({ record, context }) => record.scope.users.map(context.nameOf)],
  ["groups", ({ record }) => record.scope.groups],
  ["roles", ({ record }) => record.scope.roles],
  ["service_principals", ({ record }) => record.scope.servicePrincipals],
  ["applications", ({ record }) => record.scope.applications],
  ["networks", ({ record }) => record.scope.networks],
  ["devices", ({ record }) => record.scope.devices],
  ["protocols", ({ record }) => record.scope.protocols],
  ["windows", ({ record }) => record.scope.windows.map(shownWindow)],
  ["max_uses", ({ record }) => record.scope.maxUses],
  ["requestor", ({ record, context }) => person(record.requestorId, context)],
  ["beneficiary", ({ record, context }) => person(record.beneficiaryId, context)],
  ["owner", ({ record, context }) => person(record.ownerId, context)],
  ["is_owner_barred", ({ record, context }) => record.ownerId && context.isBarred(record.ownerId)],
  ["approvers", ({ context }) => context.approvers.map(context.nameOf)],
  ["implementer", ({ record, context }) => person(record.implementerId, context)],
  ["justification", ({ record, context }) => (context.showsReason ? record.justification : null)],
  ["rating", ({ record }) => record.rating],
  ["inherent_risk", ({ record }) => record.inherentRisk && riskScore(record.inherentRisk)],
  ["residual_risk", ({ record }) => record.residualRisk && riskScore(record.residualRisk)],
  ["assessment", ({ record }) => record.assessment],
  ["controls", ({ record }) => record.compensatingControls.map(shownControl)],
  ["monitoring", ({ record }) => record.monitoringPlan],
  ["milestones", ({ record }) => record.milestones.map(shownMilestone)],
  ["details", ({ record }) => Object.entries(record.details).map(([key, value]) => `${key}: ${value}`)],
  ["starts", ({ record }) => record.startsAt],
  ["ends", ({ record }) => record.endsAt],
  ["original_end", ({ record }) => record.originalEndsAt],
  ["extensions", ({ record }) => record.extensionCount],
  ["planned_retirement", ({ record }) => record.plannedRetirementAt],
  ["created", ({ record }) => record.createdAt],
  ["submitted", ({ record }) => record.submittedAt],
  ["approved", ({ record }) => record.approvedAt],
  ["activated", ({ record }) => record.activatedAt],
  ["ended", ({ record }) => record.endedAt],
  ["review_every_days", ({ record }) => record.reviewEveryDays],
  ["next_review", ({ record }) => record.nextReviewAt],
  ["last_validation", ({ record }) => shownValidation(record)],
  ["emergency_granted", ({ record }) => record.emergency?.grantedAt ?? null],
  ["emergency_ratified", ({ record }) => record.emergency?.ratifiedAt ?? null],
  ["suspended_for", ({ record }) => record.suspension?.cause ?? null],
  ["change_reference", ({ record }) => record.changeReference],
  ["implemented_in", ({ record }) => record.implementation?.where ?? null],
  ["implemented_change", ({ record }) => record.implementation?.what ?? null],
  ["ended_by", ({ record }) => record.closure?.endedBy ?? null],
  ["closure_cause", ({ record }) => record.closure?.cause ?? null],
  ["replaced_by", ({ record }) => record.closure?.replacedBy ?? null],
  ["would_have_avoided", ({ record }) => record.closure?.wouldHaveAvoided ?? null],
  ["evidence", ({ record }) => record.closure?.evidence ?? null],
  ["source", ({ record }) => record.source],
  ["version", ({ record }) => record.version],
  ["content_hash", ({ record }) => record.contentHash],
];

export const registerColumns: readonly string[] = fields.map(([heading]) => heading);
// Kept apart: to take a pair apart for each cell of a million rows takes longer than making the cell.
const cellsOf = fields.map(([, cellOf]) => cellOf);

/** Returns a record's cells, in the order of the columns. */
export function registerRow(record: Exception, context: RowContext): Cell[] {
  const shown = { record, status: statusOf(record, context.now), context };
  return cellsOf.map((cellOf) => cellOf(shown));
}

function person(id: string | null, { nameOf }: RowContext): string | null {
  return id && nameOf(id);
}

function shownControl({ name, howChecked }: Exception["compensatingControls"][number]): string {
  return howChecked ? `${name} (${howChecked})` : name;
}

function shownMilestone({ title, dueAt, doneAt }: Exception["milestones"][number]): string {
  return `${title}, ${doneAt ? `done ${doneAt}` : `due ${dueAt}`}`;
}

function shownValidation({ lastValidation }: Exception): string | null {
  return lastValidation && `${lastValidation.at} ${lastValidation.result}: ${lastValidation.note}`;
}

function shownWindow({ days, fromMinute, toMinute }: TimeWindow): string {
  return `days ${days.join("")} ${clock(fromMinute)}-${clock(toMinute)} UTC`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
