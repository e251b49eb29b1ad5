import { type Selectable, sql } from "kysely";
import type { Approval, Exception } from "#app/register/exception.ts";
import { StoredEnums, StoredJson } from "#app/register/exception-schemas.ts";
import { nextMilestoneAt } from "#app/register/exit-plan.ts";
import { riskScore } from "#app/register/risk.ts";
import { searchWords } from "#app/register/search-words.ts";
import { targetsOf } from "#app/register/targets.ts";
import type { Db } from "./connect.ts";
import { insertExemptionUses } from "./exemption-uses.ts";
import { insertExemptionVersion } from "./exemption-versions.ts";
import { insertRevision } from "./revisions.ts";
import type { Schema } from "./schema.ts";

type Row = Omit<
  Selectable<Schema["exceptions"]>,
  "rowKey" | "searchText" | "sourceKey" | "expiryRecordedAt" | "riskScore" | "controlCount" | "nextMilestoneAt"
>;

export async function findException(db: Db, workspaceId: string, id: string): Promise<Exception | undefined> {
  const row = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && exceptionOf(row);
}

/** Takes the next id of the year, as EXC-2026-0042; inside a write, so that a number is never given twice. */
export async function nextExceptionId(tx: Db, workspaceId: string, year: number): Promise<string> {
  const { last } = await tx
    .insertInto("exceptionCounters")
    .values({ workspaceId, year, last: 1 })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "year"]).doUpdateSet((eb) => ({ last: eb("exceptionCounters.last", "+", 1) })),
    )
    .returning("last")
    .executeTakeFirstOrThrow();
  return `EXC-${year}-${String(last).padStart(4, "0")}`;
}

/** Stores a new record; `sourceKey` says what it was imported from, unique in the workspace. */
export async function insertException(tx: Db, record: Exception, sourceKey: string | null): Promise<void> {
  await tx
    .insertInto("exceptions")
    .values({ ...rowOf(record), sourceKey, expiryRecordedAt: null })
    .execute();
  await insertDependents(tx, record);
}

/** Saves a record if it still has the version that was read; says whether it did. */
export async function saveException(tx: Db, record: Exception, readVersion: number): Promise<boolean> {
  const saved = await tx
    .updateTable("exceptions")
    .set(rowOf(record))
    .where("workspaceId", "=", record.workspaceId)
    .where("id", "=", record.id)
    .where("version", "=", readVersion)
    .returning("id")
    .executeTakeFirst();
  if (!saved) return false;
  await tx
    .deleteFrom("exceptionTargets")
    .where("workspaceId", "=", record.workspaceId)
    .where("exceptionId", "=", record.id)
    .execute();
  await insertDependents(tx, record);
  return true;
}

/** Writes what hangs on a record: the keys by which a sign-in finds it, and what it says while it is in force. */
async function insertDependents(tx: Db, record: Exception): Promise<void> {
  const { workspaceId, id, scope } = record;
  await insertRevision(tx, record);
  await insertExemptionVersion(tx, record);
  await insertExemptionUses(tx, record);
  const targets = targetsOf(scope);
  if (targets.length === 0) return;
  await tx
    .insertInto("exceptionTargets")
    .values((eb) => {
      const exceptionRow = sql<number>`(${eb
        .selectFrom("exceptions")
        .select("rowKey")
        .where("workspaceId", "=", workspaceId)
        .where("id", "=", id)})`;
      return targets.map((target) => ({ workspaceId, target, exceptionId: id, exceptionRow }));
    })
    .execute();
}

export async function hasSourceKey(db: Db, workspaceId: string, sourceKey: string): Promise<boolean> {
  const row = await db
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("sourceKey", "=", sourceKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns every approval that these records were given, of whatever content, oldest first. */
export async function approvalsOf(db: Db, workspaceId: string, exceptionIds: readonly string[]): Promise<Approval[]> {
  if (exceptionIds.length === 0) return [];
  const rows = await db
    .selectFrom("approvals")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "in", [...exceptionIds])
    .orderBy("at")
    .orderBy("approverId")
    .execute();
  return rows.map(({ approverGroup, ...row }) => ({
    exceptionId: row.exceptionId,
    approverId: row.approverId,
    approverGroup: approverGroup as Approval["approverGroup"], // written from the same union
    contentHash: row.contentHash,
    onBehalfOf: row.onBehalfOf,
    comment: row.comment,
    at: row.at,
  }));
}

export async function insertApproval(
  tx: Db,
  workspaceId: string,
  approval: Approval,
  requestorId: string,
): Promise<void> {
  await tx
    .insertInto("approvals")
    .values({ workspaceId, requestorId, ...approval })
    .execute();
}

type Duty = { exceptionId: string; userId: string; duty: "requestor" | "approver" | "implementer"; at: string };

/** Takes on a duty; false when the person already has a different one on this record. */
export async function takeDuty(tx: Db, workspaceId: string, duty: Duty): Promise<boolean> {
  await tx
    .insertInto("duties")
    .values({ workspaceId, ...duty })
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId", "userId"]).doNothing())
    .execute();
  const held = await tx
    .selectFrom("duties")
    .select("duty")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", duty.exceptionId)
    .where("userId", "=", duty.userId)
    .executeTakeFirst();
  return held?.duty === duty.duty;
}

function rowOf(record: Exception) {
  return {
    workspaceId: record.workspaceId,
    id: record.id,
    version: record.version,
    state: record.state,
    effect: record.effect,
    factors: JSON.stringify(record.factors),
    startsAt: record.startsAt,
    endsAt: record.endsAt,
    scope: JSON.stringify(record.scope),
    category: record.category,
    rating: record.rating,
    riskScore: record.residualRisk ? riskScore(record.residualRisk) : 0,
    ownerId: record.ownerId,
    requestorId: record.requestorId,
    implementerId: record.implementerId,
    beneficiaryId: record.beneficiaryId,
    categoryVersion: record.categoryVersion,
    title: record.title,
    nextReviewAt: record.nextReviewAt,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    submittedAt: record.submittedAt,
    waitingSince: record.waitingSince,
    approvedAt: record.approvedAt,
    activatedAt: record.activatedAt,
    endedAt: record.endedAt,
    reviewEveryDays: record.reviewEveryDays,
    contentHash: record.contentHash,
    changeReference: record.changeReference,
    implementation: jsonOrNull(record.implementation),
    plannedRetirementAt: record.plannedRetirementAt,
    estimate: jsonOrNull(record.estimate),
    inherentRisk: jsonOrNull(record.inherentRisk),
    residualRisk: jsonOrNull(record.residualRisk),
    ratingBasis: jsonOrNull(record.ratingBasis),
    assessment: record.assessment,
    justification: record.justification,
    compensatingControls: JSON.stringify(record.compensatingControls),
    controlCount: record.compensatingControls.length,
    monitoringPlan: record.monitoringPlan,
    milestones: JSON.stringify(record.milestones),
    nextMilestoneAt: nextMilestoneAt(record),
    details: JSON.stringify(record.details),
    lastValidation: jsonOrNull(record.lastValidation),
    closure: jsonOrNull(record.closure),
    agreedEndsAt: record.agreedEndsAt,
    originalEndsAt: record.originalEndsAt,
    extensionCount: record.extensionCount,
    extension: jsonOrNull(record.extension),
    emergency: jsonOrNull(record.emergency),
    suspension: jsonOrNull(record.suspension),
    source: record.source,
    searchText: searchTextOf(record),
  };
}

/** Reads a stored row back; a row that does not parse is a fault of the database, not of the caller. */
export function exceptionOf(row: Row): Exception {
  return {
    workspaceId: row.workspaceId,
    id: row.id,
    version: row.version,
    state: StoredEnums.state.parse(row.state),
    effect: StoredEnums.effect.parse(row.effect),
    factors: StoredJson.factors.parse(JSON.parse(row.factors)),
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    scope: StoredJson.scope.parse(JSON.parse(row.scope)),
    category: StoredEnums.category.parse(row.category),
    rating: StoredEnums.rating.parse(row.rating),
    ownerId: row.ownerId,
    requestorId: row.requestorId,
    implementerId: row.implementerId,
    beneficiaryId: row.beneficiaryId,
    categoryVersion: row.categoryVersion,
    title: row.title,
    nextReviewAt: row.nextReviewAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    submittedAt: row.submittedAt,
    waitingSince: row.waitingSince,
    approvedAt: row.approvedAt,
    activatedAt: row.activatedAt,
    endedAt: row.endedAt,
    reviewEveryDays: row.reviewEveryDays,
    contentHash: row.contentHash,
    changeReference: row.changeReference,
    implementation: StoredJson.implementation.parse(JSON.parse(row.implementation ?? "null")),
    plannedRetirementAt: row.plannedRetirementAt,
    estimate: StoredJson.risk.parse(JSON.parse(row.estimate ?? "null")),
    inherentRisk: StoredJson.risk.parse(JSON.parse(row.inherentRisk ?? "null")),
    residualRisk: StoredJson.risk.parse(JSON.parse(row.residualRisk ?? "null")),
    ratingBasis: StoredJson.ratingBasis.parse(JSON.parse(row.ratingBasis ?? "null")),
    assessment: row.assessment,
    justification: row.justification,
    compensatingControls: StoredJson.controls.parse(JSON.parse(row.compensatingControls)),
    monitoringPlan: row.monitoringPlan,
    milestones: StoredJson.milestones.parse(JSON.parse(row.milestones)),
    details: StoredJson.details.parse(JSON.parse(row.details)),
    lastValidation: StoredJson.validation.parse(JSON.parse(row.lastValidation ?? "null")),
    closure: StoredJson.closure.parse(JSON.parse(row.closure ?? "null")),
    agreedEndsAt: row.agreedEndsAt,
    originalEndsAt: row.originalEndsAt,
    extensionCount: row.extensionCount,
    extension: StoredJson.extension.parse(JSON.parse(row.extension ?? "null")),
    emergency: StoredJson.emergency.parse(JSON.parse(row.emergency ?? "null")),
    suspension: StoredJson.suspension.parse(JSON.parse(row.suspension ?? "null")),
    source: row.source,
  };
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function searchTextOf({ id, title, scope, justification, changeReference, source }: Exception): string {
  const named = [scope.users, scope.servicePrincipals, scope.groups, scope.roles, scope.applications].flat();
  const words = searchWords([id, title, ...named, justification, changeReference, source ?? ""].join(" "));
  return [...new Set(words)].join(" ");
}
