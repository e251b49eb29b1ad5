import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Exception } from "#app/register/exception.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { searchWords } from "#app/register/search-words.ts";
import { type Db, matchesWords } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";
import type { Schema } from "./schema.ts";

export type Page = { records: Exception[]; next: { value: string | number; id: string } | null };

const sortColumns = { expires: "endsAt", filed: "createdAt", title: "title", risk: "riskScore" } as const;

/** Returns one page of the register by keyset, so that page 2,000 costs what page 1 does. */
export async function listExceptions(db: Db, workspaceId: string, query: ListQuery): Promise<Page> {
  const column = sortColumns[query.sort];
  const direction = query.descending ? "desc" : "asc";
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where((eb) => filterOf(db, eb, workspaceId, query))
    .$if(query.after !== null, (builder) =>
      builder.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple(column, "id"),
          query.descending ? "<" : ">",
          tuple(query.after?.value ?? "", query.after?.id ?? ""),
        ),
      ),
    )
    .orderBy(column, direction)
    .orderBy("id", direction)
    .limit(query.limit + 1)
    .execute();
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return { records: page.map(exceptionOf), next: last ? { value: last[column], id: last.id } : null };
}

/** Counts the records that a query finds, but not beyond `most`, so that a large register stays quick. */
export async function countExceptions(db: Db, workspaceId: string, query: ListQuery, most = 1000): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom("exceptions")
        .select("exceptions.id")
        .where((inner) => filterOf(db, inner, workspaceId, query))
        .limit(most + 1)
        .as("found"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

function filterOf(db: Db, eb: ExpressionBuilder<Schema, "exceptions">, workspaceId: string, query: ListQuery) {
  const words = searchWords(query.search);
  const all: Expression<SqlBool>[] = [eb("exceptions.workspaceId", "=", workspaceId)];
  if (query.states.length > 0) all.push(eb("exceptions.state", "in", [...query.states]));
  if (query.categories.length > 0) all.push(eb("exceptions.category", "in", [...query.categories]));
  if (query.ratings.length > 0) all.push(eb("exceptions.rating", "in", [...query.ratings]));
  if (query.ownerId) all.push(eb("exceptions.ownerId", "=", query.ownerId));
  if (query.requestorId) all.push(eb("exceptions.requestorId", "=", query.requestorId));
  if (query.endsFrom) all.push(eb("exceptions.endsAt", ">=", query.endsFrom));
  if (query.endsBefore) all.push(eb("exceptions.endsAt", "<", query.endsBefore));
  if (query.reviewBefore) all.push(eb("exceptions.nextReviewAt", "<", query.reviewBefore));
  if (query.withoutControls) all.push(eb("exceptions.controlCount", "=", 0));
  if (words.length > 0) all.push(matchesWords(db, words));
  if (query.concerning) all.push(concerns(eb, query.concerning));
  return eb.and(all);
}

function concerns(eb: ExpressionBuilder<Schema, "exceptions">, userId: string) {
  return eb.or([
    eb("exceptions.requestorId", "=", userId),
    eb("exceptions.ownerId", "=", userId),
    eb.exists(
      eb
        .selectFrom("exceptionTargets")
        .select("exceptionTargets.target")
        .whereRef("exceptionTargets.workspaceId", "=", "exceptions.workspaceId")
        .whereRef("exceptionTargets.exceptionId", "=", "exceptions.id")
        .where("exceptionTargets.target", "=", `user:${userId}`),
    ),
  ]);
}
