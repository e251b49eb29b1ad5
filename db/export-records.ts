import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Scope } from "#app/engine/types.ts";
import { type Approval, type Exception, emptyScope } from "#app/register/exception.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { type Db, entriesOf } from "./connect.ts";
import { exceptionFilter } from "./exception-filter.ts";
import { listExceptions } from "./exception-list.ts";
import type { Schema } from "./schema.ts";

/** What a page of records is asked: which they are, the place of the one before it, and how many at most. */
export type RecordsQuery = { query: ListQuery; after: ListQuery["after"]; limit: number };

/** All that a record is made of; what is kept beside it for searching and sorting is not. */
const columns = [
  ...(["workspaceId", "id", "version", "state", "effect", "factors", "startsAt", "endsAt", "scope"] as const),
  ...(["category", "rating", "ownerId", "requestorId", "implementerId", "beneficiaryId", "categoryVersion"] as const),
  ...(["title", "nextReviewAt", "createdAt", "updatedAt", "submittedAt", "waitingSince", "approvedAt"] as const),
  ...(["activatedAt", "endedAt", "reviewEveryDays", "contentHash", "changeReference", "implementation"] as const),
  ...(["plannedRetirementAt", "estimate", "inherentRisk", "residualRisk", "ratingBasis", "assessment"] as const),
  ...(["justification", "compensatingControls", "monitoringPlan", "milestones", "details", "lastValidation"] as const),
  ...(["closure", "agreedEndsAt", "originalEndsAt", "extensionCount", "extension", "emergency"] as const),
  ...(["suspension", "source"] as const),
];

type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : Name;
type Table = Pick<Selectable<Schema["exceptions"]>, (typeof columns)[number]>;
/** A row as the database has it: renaming the columns of a million rows takes longer than reading them. */
type Row = { [Column in keyof Table as Snake<Column>]: Table[Column] };

/**
 * Returns records that a query finds, in the order of their filing: that never changes, so none is left out or comes twice
 * while others go on working.
 */
export async function readRecords(
  db: Db,
  workspaceId: string,
  { query, after, limit }: RecordsQuery,
): Promise<{ records: Exception[]; next: ListQuery["after"] }> {
  const filed = { ...query, sort: "filed", descending: false, after, limit } as const;
  if (query.search !== "") return listExceptions(db, workspaceId, filed);
  const page = db
    .selectFrom("exceptions")
    .select(columns)
    .where((eb) => exceptionFilter(eb, workspaceId, filed, null))
    .$if(after !== null, (builder) =>
      builder.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("createdAt", "id"), ">", tuple(String(after?.value), after?.id ?? "")),
      ),
    )
    .orderBy("createdAt")
    .orderBy("id")
    .limit(limit + 1)
    .compile();
  const rows = (await db.withoutPlugins().executeQuery<Row>(page)).rows;
  const records = rows.slice(0, limit).map(recordOf);
  const last = rows.length > limit ? records.at(-1) : undefined;
  return { records, next: last ? { value: last.createdAt, id: last.id } : null };
}

/** Returns who approved these records and of which content, oldest first, by the record's id. */
export async function approversOf(
  db: Db,
  workspaceId: string,
  exceptionIds: readonly string[],
): Promise<Map<string, Pick<Approval, "exceptionId" | "approverId" | "contentHash" | "at">[]>> {
  const rows = await db
    .selectFrom("approvals")
    .select(["exceptionId", "approverId", "contentHash", "at"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "in", idsIn(db, exceptionIds))
    .orderBy("at")
    .orderBy("approverId")
    .execute();
  return Map.groupBy(rows, ({ exceptionId }) => exceptionId);
}

/** Returns the user names of people by id; an id that the workspace does not have is left out. */
export async function userNames(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("users")
    .select(["id", "userName"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", idsIn(db, ids))
    .execute();
  return new Map(rows.map(({ id, userName }) => [id, userName]));
}

/** As one value, so that the statement is the same for any number of them. */
function idsIn(db: Db, ids: readonly string[]): RawBuilder<string> {
  return sql<string>`${entriesOf(db, sql`${JSON.stringify(ids)}`)}`;
}

/** Reads a row without checking what rowOf wrote, which would take longer than everything else. */
function recordOf(row: Row): Exception {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    version: row.version,
    state: row.state as Exception["state"],
    effect: row.effect as Exception["effect"],
    factors: listIn(row.factors),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    scope: scopeIn(row.scope),
    category: row.category as Exception["category"],
    rating: row.rating as Exception["rating"],
    ownerId: row.owner_id,
    requestorId: row.requestor_id,
    implementerId: row.implementer_id,
    beneficiaryId: row.beneficiary_id,
    categoryVersion: row.category_version,
    title: row.title,
    nextReviewAt: row.next_review_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    submittedAt: row.submitted_at,
    waitingSince: row.waiting_since,
    approvedAt: row.approved_at,
    activatedAt: row.activated_at,
    endedAt: row.ended_at,
    reviewEveryDays: row.review_every_days,
    contentHash: row.content_hash,
    changeReference: row.change_reference,
    implementation: objectIn(row.implementation),
    plannedRetirementAt: row.planned_retirement_at,
    estimate: objectIn(row.estimate),
    inherentRisk: objectIn(row.inherent_risk),
    residualRisk: objectIn(row.residual_risk),
    ratingBasis: objectIn(row.rating_basis),
    assessment: row.assessment,
    justification: row.justification,
    compensatingControls: listIn(row.compensating_controls),
    monitoringPlan: row.monitoring_plan,
    milestones: listIn(row.milestones),
    details: row.details === "{}" ? none : JSON.parse(row.details),
    lastValidation: objectIn(row.last_validation),
    closure: objectIn(row.closure),
    agreedEndsAt: row.agreed_ends_at,
    originalEndsAt: row.original_ends_at,
    extensionCount: row.extension_count,
    extension: objectIn(row.extension),
    emergency: objectIn(row.emergency),
    suspension: objectIn(row.suspension),
    source: row.source,
  };
}

/** What was written before there was a number of uses lacks more than that. */
function scopeIn(json: string): Scope {
  const scope = JSON.parse(json);
  return scope.maxUses === undefined ? { ...emptyScope, ...scope } : scope;
}

const none = {};

function listIn<T>(json: string): readonly T[] {
  return json === "[]" ? [] : JSON.parse(json);
}

function objectIn<T>(json: string | null): T | null {
  return json === null ? null : JSON.parse(json);
}
