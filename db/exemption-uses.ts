import { sql } from "kysely";
import type { Exception } from "#app/register/exception.ts";
import { type Db, entriesOf, heldRows, statement } from "./connect.ts";
import { arg, type Run, type Write } from "./statements.ts";

export type ExemptionUses = ReturnType<typeof prepareExemptionUses>;

/** Compiles how uses are counted on the decision path, once per database. */
export function prepareExemptionUses(db: Db) {
  // In one order in every process, so that two never wait for each other.
  const left = sql`select exception_id as "exceptionId", most - used as "left" from exemption_uses
    where workspace_id = ${arg("workspaceId")} and exception_id in ${entriesOf(db, arg("ids"))} order by exception_id`;
  const readLeft = statement(db, "uses_left", left);
  const takeLeft = { ...statement(db, "uses_left_to_spend", sql`${left} ${heldRows(db)}`), holdsRows: true };
  const spend = statement(
    db,
    "spend_uses",
    sql`update exemption_uses set used = used + ${arg("spent", "integer")}
      where workspace_id = ${arg("workspaceId")} and exception_id = ${arg("exceptionId")}`,
  );

  return {
    /** Returns how many uses are left of these exceptions; whoever is going to spend some keeps others out until then. */
    async left(
      run: Run,
      workspaceId: string,
      ids: readonly string[],
      { isSpending }: { isSpending: boolean },
    ): Promise<Map<string, number>> {
      const values = { workspaceId, ids: JSON.stringify(ids) };
      const rows = await run<{ exceptionId: string; left: number }>(isSpending ? takeLeft : readLeft, values);
      return new Map(rows.map((row) => [row.exceptionId, row.left]));
    },

    /** Counts uses of an exception; more than there are is a fault, by which the whole batch fails. */
    spend(workspaceId: string, exceptionId: string, spent: number): Write {
      return { statement: spend, values: { workspaceId, exceptionId, spent } };
    },
  };
}

/** Begins to count the uses of a record that comes into force with a number of them; one that is counted goes on. */
export async function insertExemptionUses(tx: Db, { workspaceId, id, state, scope }: Exception): Promise<void> {
  if (state !== "active" || scope.maxUses === null) return;
  await tx
    .insertInto("exemptionUses")
    .values({ workspaceId, exceptionId: id, most: scope.maxUses, used: 0 })
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId"]).doNothing())
    .execute();
}

/** Returns how often a record with a number of uses was used; null for one that is not counted. */
export async function usesSpent(db: Db, workspaceId: string, exceptionId: string): Promise<number | null> {
  const row = await db
    .selectFrom("exemptionUses")
    .select("used")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .executeTakeFirst();
  return row?.used ?? null;
}
