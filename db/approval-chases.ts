import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

export type ChaseKind = "reminder" | "escalation";

/** One time that people were told that a record waits for approvers. */
export type MadeChase = { exceptionId: string; waitingSince: Instant; kind: ChaseKind; number: number };

/** Returns what was chased about these records, in whatever wait. */
export async function chasesOf(db: Db, workspaceId: string, exceptionIds: readonly string[]): Promise<MadeChase[]> {
  if (exceptionIds.length === 0) return [];
  const rows = await db
    .selectFrom("approvalChases")
    .select(["exceptionId", "waitingSince", "kind", "number"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "in", [...exceptionIds])
    .execute();
  return rows.map(({ kind, ...row }) => ({ ...row, kind: kind as ChaseKind })); // written from the same union
}

/** Notes a chase, once; false when it was noted before. */
export async function noteChase(tx: Db, workspaceId: string, chase: MadeChase, at: Instant): Promise<boolean> {
  const noted = await tx
    .insertInto("approvalChases")
    .values({ workspaceId, ...chase, at })
    .onConflict((conflict) =>
      conflict.columns(["workspaceId", "exceptionId", "waitingSince", "kind", "number"]).doNothing(),
    )
    .returning("number")
    .executeTakeFirst();
  return noted !== undefined;
}
