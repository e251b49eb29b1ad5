import { sql } from "kysely";
import type { ExceptionState } from "#app/engine/types.ts";
import type { Rating } from "#app/register/risk.ts";
import { type Db, readBy } from "./connect.ts";

/** How many records stand in a state with a rating; null before anybody has rated them. */
export type CountByRisk = { rating: Rating | null; state: ExceptionState; count: number };

/** Counts the records that are under way, by how they are rated and where they stand. */
export async function countByRisk(
  db: Db,
  workspaceId: string,
  states: readonly ExceptionState[],
): Promise<CountByRisk[]> {
  const { rows } = await sql<CountByRisk>`select rating, state, count(*) as count
    from ${readBy(db, "exceptions", "exceptions_measured")}
    where workspace_id = ${workspaceId} and state in (${sql.join(states)}) group by rating, state`.execute(db);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
