import { type RawBuilder, sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type DecisionPlace, decisionIdOf } from "#app/signins/decision-id.ts";
import type { SignInCursor, SignInQuery, SignInRow } from "#app/signins/sign-in-query.ts";
import { type Db, readBy } from "./connect.ts";

/** By which index each filter is found; of several the first, which finds the fewest. */
const filters = [
  ["exceptionId", "exception_id", "sign_ins_by_exception"],
  ["subjectId", "subject_id", "sign_ins_by_subject"],
  ["reason", "reason", "sign_ins_by_reason"],
  ["outcome", "outcome", "sign_ins_by_outcome"],
  ["applicationId", "application_id", "sign_ins_by_application"],
] as const;

type Row = Omit<SignInRow, "decisionId"> & DecisionPlace;

/** Returns the decisions that fit, newest first, and where the next page begins. */
export async function listSignIns(
  db: Db,
  workspaceId: string,
  query: SignInQuery,
): Promise<{ signIns: SignInRow[]; next: SignInCursor | null }> {
  const { after, limit } = query;
  const place = sql.ref("position");
  const older =
    after === null
      ? sql``
      : sql`and (at, stream, batch, ${place}) < (${after.at}, ${after.stream}, ${after.batch}, ${after.position})`;
  const { rows } = await sql<Row>`select at, stream, batch, ${place}, subject_id, application_id, outcome, reason,
      exception_id, method
    from ${thatFit(db, workspaceId, query)} ${older}
    order by at desc, stream desc, batch desc, ${sql.ref("position")} desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    signIns: page.map(({ stream, batch, position, ...row }) => ({
      decisionId: decisionIdOf({ stream, batch, position }),
      ...row,
    })),
    next:
      last && rows.length > limit
        ? { at: last.at, stream: last.stream, batch: last.batch, position: last.position }
        : null,
  };
}

/** Counts the decisions that fit. */
export async function countSignIns(db: Db, workspaceId: string, query: SignInQuery): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from ${thatFit(db, workspaceId, query)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The table and the conditions on it, whatever the page. */
function thatFit(db: Db, workspaceId: string, query: SignInQuery): RawBuilder<unknown> {
  const { from, to } = query;
  const asked = filters.filter(([field]) => query[field] !== null);
  const [, , index] = asked[0] ?? [];
  const conditions = [
    sql`workspace_id = ${workspaceId}`,
    ...asked.map(([field, column]) => sql`${sql.ref(column)} = ${query[field]}`),
    ...(from === null ? [] : [sql`at >= ${from}`]),
    ...(to === null ? [] : [sql`at < ${to}`]),
  ];
  const table = index === undefined ? sql.table("sign_ins") : readBy(db, "sign_ins", index);
  return sql`${table} where ${sql.join(conditions, sql` and `)}`;
}

/** Whose sign-ins, or where; one of the two. */
export type SignInsOf = { column: "subjectId" | "applicationId"; ids: readonly string[] };

const mostIds = 500;

/** Returns where the decisions about these subjects or applications since an instant stand, in no order, and at most so many. */
export async function signInsSince(
  db: Db,
  workspaceId: string,
  { column, ids, from, most }: SignInsOf & { from: Instant; most: number },
): Promise<(DecisionPlace & { outcome: string })[]> {
  const found: (DecisionPlace & { outcome: string })[] = [];
  for (let start = 0; start < ids.length && found.length < most; start += mostIds) {
    const rows = await db
      .selectFrom("signIns")
      .select(["stream", "batch", "position", "outcome"])
      .where("workspaceId", "=", workspaceId)
      .where(column, "in", ids.slice(start, start + mostIds))
      .where("at", ">=", from)
      .limit(most - found.length)
      .execute();
    found.push(...rows);
  }
  return found;
}
