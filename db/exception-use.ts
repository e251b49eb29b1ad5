import type { Instant } from "#app/engine/types.ts";
import { anySignIn, type SignInRow } from "#app/signins/sign-in-query.ts";
import type { Db } from "./connect.ts";
import { totalUsage } from "./exception-usage.ts";
import { listSignIns } from "./sign-ins.ts";

/** Returns when a sign-in last rested on each of these records, as far as decisions have been gathered; one that was never used is left out. */
export async function lastUses(
  db: Db,
  workspaceId: string,
  exceptionIds: readonly string[],
): Promise<Map<string, Instant>> {
  const totals = await totalUsage(db, workspaceId, exceptionIds);
  return new Map([...totals].map(([id, { lastAt }]) => [id, lastAt]));
}

/** Returns the last sign-ins that rested on a record, newest first, and how many there were. */
export async function usesOf(
  db: Db,
  workspaceId: string,
  exceptionId: string,
): Promise<{ uses: SignInRow[]; count: number }> {
  const { signIns } = await listSignIns(db, workspaceId, { ...anySignIn, exceptionId, limit: 20 });
  const total = (await totalUsage(db, workspaceId, [exceptionId])).get(exceptionId);
  return { uses: signIns, count: total?.uses ?? 0 };
}
