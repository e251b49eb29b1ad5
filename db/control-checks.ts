import type { CheckResult, ControlCheck } from "#app/controls/control-states.ts";
import type { Db } from "./connect.ts";

/** Returns the checks of a record's controls, the newest first. */
export async function controlChecksOf(db: Db, workspaceId: string, exceptionId: string): Promise<ControlCheck[]> {
  const rows = await db
    .selectFrom("controlChecks")
    .select(["control", "at", "by", "result", "note"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(500)
    .execute();
  return rows.map((row) => ({ ...row, result: row.result as CheckResult })); // written only from the union
}

/** Returns the checks of several records, the newest first, by record. */
export async function checksOfExceptions(
  db: Db,
  workspaceId: string,
  exceptionIds: readonly string[],
): Promise<Map<string, ControlCheck[]>> {
  if (exceptionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("controlChecks")
    .select(["exceptionId", "control", "at", "by", "result", "note"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "in", [...exceptionIds])
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
  const checks = rows.map((row) => ({ ...row, result: row.result as CheckResult })); // written only from the union
  return Map.groupBy(checks, ({ exceptionId }) => exceptionId);
}

/** Keeps a check; none is ever changed. */
export async function insertControlCheck(
  tx: Db,
  workspaceId: string,
  check: ControlCheck & { id: string; exceptionId: string },
): Promise<void> {
  await tx
    .insertInto("controlChecks")
    .values({ ...check, workspaceId })
    .execute();
}
