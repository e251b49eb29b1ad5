import type { Instant, TimeWindow } from "#app/engine/types.ts";
import type { Column } from "#app/register/columns.ts";
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
  /** How many sign-ins it let in; null where it is not known: of the past. */
  usage: { uses: number; lastAt: Instant | null } | null;
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
  ["uses", ({ context }) => context.usage?.uses ?? null],
  ["last_used", ({ context }) => context.usage?.lastAt ?? null],
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

/** What a column of the register is in a file, and the part of it that a page has room for. */
const ofColumn: Record<Column, { fields: readonly string[]; readable: readonly string[] }> = {
  scope: {
    fields: [
      ...["users", "groups", "roles", "service_principals", "applications"],
      ...["networks", "devices", "protocols", "windows", "max_uses"],
    ],
    readable: ["users", "service_principals", "applications"],
  },
  owner: { fields: ["owner", "is_owner_barred"], readable: ["owner"] },
  risk: { fields: ["rating", "inherent_risk", "residual_risk"], readable: ["rating"] },
  state: { fields: ["state", "is_live", "is_expired"], readable: ["state"] },
  expires: { fields: ["ends"], readable: ["ends"] },
  review: { fields: ["next_review", "is_review_overdue"], readable: ["next_review"] },
  controls: { fields: ["controls"], readable: ["controls"] },
  used: { fields: ["uses", "last_used"], readable: ["last_used"] },
  exit: { fields: ["milestones", "planned_retirement"], readable: ["milestones"] },
};
const first = ["id", "title", "category"];

/** Returns the headings of a file with some of the register's columns, or with every field. */
export function registerHeadings(chosen: readonly Column[] | null): readonly string[] {
  if (chosen === null) return fields.map(([heading]) => heading);
  return [...first, ...chosen.flatMap((column) => ofColumn[column].fields)];
}

/** Returns the headings of a document with some of the register's columns, or with those that most people look for. */
export function readableHeadings(chosen: readonly Column[] | null): readonly string[] {
  if (chosen !== null) return [...first, ...chosen.flatMap((column) => ofColumn[column].readable)];
  return ["id", "state", "title", "category", "rating", "owner", "approvers", "starts", "ends", "next_review"];
}

/** Returns what makes a record's cells, in the order of the headings. */
export function registerRowsUnder(headings: readonly string[]): (record: Exception, context: RowContext) => Cell[] {
  const byHeading = new Map(fields);
  // Taken apart once: doing so for each cell of a million rows takes longer than making the cell.
  const cellsOf = headings.flatMap((heading) => byHeading.get(heading) ?? []);
  return (record, context) => {
    const shown = { record, status: statusOf(record, context.now), context };
    return cellsOf.map((cellOf) => cellOf(shown));
  };
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
