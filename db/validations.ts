import type { Validation } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";

/** Keeps a test of an exception, which is never changed; false where it was tested at the very same instant. */
export async function insertValidation(
  tx: Db,
  workspaceId: string,
  exceptionId: string,
  validation: Validation,
): Promise<boolean> {
  const kept = await tx
    .insertInto("validations")
    .values({ workspaceId, exceptionId, ...validation })
    .onConflict((conflict) => conflict.doNothing())
    .returning("at")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Returns the tests of an exception, the newest first. */
export async function validationsOf(db: Db, workspaceId: string, exceptionId: string): Promise<Validation[]> {
  const rows = await db
    .selectFrom("validations")
    .select(["at", "by", "result", "note"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .orderBy("at", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...row, result: row.result as Validation["result"] })); // cast: the table checks it
}
