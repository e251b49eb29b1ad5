import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Condition, ListQuery } from "#app/register/list-query.ts";
import type { Schema } from "./schema.ts";

type Eb = ExpressionBuilder<Schema, "exceptions">;

/** What a record has to be. */
export function exceptionFilter(eb: Eb, workspaceId: string, query: ListQuery, found: readonly number[] | null) {
  const isByKey = found !== null || query.concerning !== null;
  const all: Expression<SqlBool>[] = isByKey
    ? // As an expression, so that no index of the workspace looks better than the keys that are known.
      [eb(sql<string>`exceptions.workspace_id || ''`, "=", workspaceId)]
    : [eb("exceptions.workspaceId", "=", workspaceId)];
  if (found) all.push(isAmong(eb, found));
  if (query.ids) all.push(query.ids.length > 0 ? eb("exceptions.id", "in", [...query.ids]) : eb.lit(false));
  if (query.concerning) all.push(concerns(eb, workspaceId, query.concerning));
  for (const condition of [query, ...query.also]) all.push(...meets(eb, workspaceId, condition));
  return eb.and(all);
}

function isAmong(eb: Eb, keys: readonly number[]): Expression<SqlBool> {
  return keys.length > 0 ? eb("exceptions.rowKey", "in", [...keys]) : eb.lit(false);
}

/** What one condition asks of a record. */
export function meets(eb: Eb, workspaceId: string, condition: Partial<Condition>): Expression<SqlBool>[] {
  return [
    ...isOneOf(eb, condition),
    ...namesEach(eb, workspaceId, condition),
    ...isWithin(eb, condition),
    ...hasMark(eb, workspaceId, condition),
  ];
}

function isOneOf(eb: Eb, { states, categories, ratings, ownerIds, requestorId }: Partial<Condition>) {
  const all: Expression<SqlBool>[] = [];
  if (states?.length) all.push(eb("exceptions.state", "in", [...states]));
  if (categories?.length) all.push(eb("exceptions.category", "in", [...categories]));
  if (ratings?.length) all.push(eb("exceptions.rating", "in", [...ratings]));
  if (ownerIds?.length) all.push(eb("exceptions.ownerId", "in", [...ownerIds]));
  if (requestorId) all.push(eb("exceptions.requestorId", "=", requestorId));
  return all;
}

function namesEach(eb: Eb, workspaceId: string, { named }: Partial<Condition>) {
  return (named ?? []).map((keys) => names(eb, workspaceId, keys));
}

function isWithin(eb: Eb, { endsAfter, endsBy, reviewAfter, reviewBy }: Partial<Condition>) {
  const all: Expression<SqlBool>[] = [];
  if (endsAfter) all.push(eb("exceptions.endsAt", ">", endsAfter));
  if (endsBy) all.push(eb("exceptions.endsAt", "<=", endsBy));
  if (reviewAfter) all.push(eb("exceptions.nextReviewAt", ">", reviewAfter));
  if (reviewBy) all.push(eb("exceptions.nextReviewAt", "<=", reviewBy));
  return all;
}

function hasMark(eb: Eb, workspaceId: string, condition: Partial<Condition>) {
  const { withoutControls, isEmergency, ownerIsBarred, planDueBy, isUntested, unusedSince } = condition;
  const all: Expression<SqlBool>[] = [];
  if (withoutControls) all.push(eb("exceptions.controlCount", "=", 0));
  if (isEmergency) all.push(eb("exceptions.emergency", "is not", null));
  if (ownerIsBarred) all.push(eb("exceptions.ownerId", "in", barred(eb, workspaceId)));
  if (planDueBy) all.push(eb("exceptions.nextMilestoneAt", "<=", planDueBy));
  if (isUntested) all.push(eb("exceptions.lastValidation", "is", null));
  if (unusedSince) all.push(eb("exceptions.activatedAt", "<", unusedSince), eb.not(isUsedSince(eb, unusedSince)));
  return all;
}

function barred(eb: Eb, workspaceId: string) {
  return eb
    .selectFrom("users")
    .select("users.id")
    .where("users.workspaceId", "=", workspaceId)
    .where("users.disabledAt", "is not", null);
}

function isUsedSince(eb: Eb, instant: string) {
  return eb.exists(
    eb
      .selectFrom("signIns")
      .select("signIns.at")
      .whereRef("signIns.workspaceId", "=", "exceptions.workspaceId")
      .whereRef("signIns.exceptionId", "=", "exceptions.id")
      .where("signIns.at", ">=", instant),
  );
}

/** Whether the scope names one of these; asked by the targets, of which a record has few and a register very many. */
function names(eb: Eb, workspaceId: string, targets: readonly string[]) {
  return eb(
    "exceptions.id",
    "in",
    eb
      .selectFrom("exceptionTargets")
      .select("exceptionTargets.exceptionId")
      .where("exceptionTargets.workspaceId", "=", workspaceId)
      .where("exceptionTargets.target", "in", [...targets]),
  );
}

/** The keys of what one person filed, owns or is named in: few, and each way to them is an index of its own. */
function concerns(eb: Eb, workspaceId: string, userId: string) {
  const ours = () =>
    eb.selectFrom("exceptions as ours").select("ours.rowKey").where("ours.workspaceId", "=", workspaceId);
  const namedIn = eb
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions as ours", (join) =>
      join.onRef("ours.workspaceId", "=", "named.workspaceId").onRef("ours.id", "=", "named.exceptionId"),
    )
    .select("ours.rowKey")
    .where("named.workspaceId", "=", workspaceId)
    .where("named.target", "=", `user:${userId}`);
  const keys = ours()
    .where("ours.requestorId", "=", userId)
    .union(ours().where("ours.ownerId", "=", userId))
    .union(namedIn);
  return eb("exceptions.rowKey", "in", keys);
}
