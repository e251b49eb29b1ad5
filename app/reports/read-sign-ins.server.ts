import type { Reason } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { countByReason } from "#db/measured.ts";
import type { MeasuredSignIns } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { failureReasons } from "./sign-in-figures.ts";

/** For what sign-ins are let in; each reason either lets in or does not. */
const allowedFor = [
  "MFA_SATISFIED",
  "MFA_NOT_REQUIRED",
  "MFA_EXCEPTION_APPLIED",
  "MFA_GRACE_ACTIVE",
] as const satisfies readonly Reason[];

/** Everything for which a sign-in can be answered. */
export const signInReasons: readonly Reason[] = [...allowedFor, ...failureReasons];

export function isAllowedFor(reason: Reason): boolean {
  return allowedFor.some((allowed) => allowed === reason);
}

/** Counts the sign-ins of a day by their reason, as far as decisions have been gathered. */
export async function readSignIns(db: Db, { workspaceId, from, at }: Moment): Promise<MeasuredSignIns[]> {
  const counts = await countByReason(db, workspaceId, { from, to: at, reasons: signInReasons });
  return signInReasons.map((reason) => ({
    ...{ id: reason, reason, isAllowed: isAllowedFor(reason), weight: counts.get(reason) ?? 0 },
  }));
}
