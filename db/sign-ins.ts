import { type SelectQueryBuilder, sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type DecisionPlace, decisionIdOf } from "#app/signins/decision-id.ts";
import type { SignInCursor, SignInQuery, SignInRow } from "#app/signins/sign-in-query.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

/** Returns the decisions that fit, newest first, and where the next page begins. */
export async function listSignIns(
  db: Db,
  workspaceId: string,
  query: SignInQuery,
): Promise<{ signIns: SignInRow[]; next: SignInCursor | null }> {
  const { after, limit } = query;
  const rows = await fitting(db.selectFrom("signIns").where("workspaceId", "=", workspaceId), query)
    .select(["at", "stream", "batch", "position", "subjectId", "applicationId", "outcome", "reason", "exceptionId"])
    .$if(after !== null, (found) =>
      found.where(
        sql<boolean>`(${sql.ref("at")}, ${sql.ref("stream")}, ${sql.ref("batch")}, ${sql.ref("position")})
          < (${after?.at}, ${after?.stream}, ${after?.batch}, ${after?.position})`,
      ),
    )
    .orderBy("at", "desc")
    .orderBy("stream", "desc")
    .orderBy("batch", "desc")
    .orderBy("position", "desc")
    .limit(limit + 1)
    .execute();
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

type Selection = SelectQueryBuilder<Schema, "signIns", Record<never, never>>;

function fitting(all: Selection, query: SignInQuery): Selection {
  const { subjectId, applicationId, outcome, reason, exceptionId, from, to } = query;
  return all
    .$if(subjectId !== null, (found) => found.where("subjectId", "=", subjectId))
    .$if(applicationId !== null, (found) => found.where("applicationId", "=", applicationId))
    .$if(outcome !== null, (found) => found.where("outcome", "=", outcome))
    .$if(reason !== null, (found) => found.where("reason", "=", reason))
    .$if(exceptionId !== null, (found) => found.where("exceptionId", "=", exceptionId))
    .$if(from !== null, (found) => found.where("at", ">=", from))
    .$if(to !== null, (found) => found.where("at", "<", to));
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
