import { setImmediate } from "node:timers/promises";
import type { Reason } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { type CountByMethod, countByMethod, countByReason } from "#db/measured.ts";
import { countByApplication } from "#db/measured-places.ts";
import type { MeasuredSignIns, SignInMethod } from "./measured-rows.ts";
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

/** Of more sign-ins than these a page does not say by which method they were let in: each decision would have to be read. */
const mostReadNow = 10_000;

export function isAllowedFor(reason: Reason): boolean {
  return allowedFor.some((allowed) => allowed === reason);
}

/** By which method a sign-in was let in for this reason, whatever it had completed. */
export function methodFor(reason: Reason): SignInMethod | null {
  if (reason === "MFA_EXCEPTION_APPLIED") return "exempt";
  return reason === "MFA_GRACE_ACTIVE" ? "none" : null;
}

/** Counts the sign-ins of a day by their reason and method, as far as decisions have been gathered. */
export async function readSignIns(db: Db, moment: Moment): Promise<MeasuredSignIns[]> {
  const { workspaceId, from, at } = moment;
  const counts = await countByReason(db, workspaceId, { from, to: at, reasons: signInReasons });
  const all = signInReasons.map((reason) => ({ reason, count: counts.get(reason) ?? 0 }));
  return rowsOf(all, await methodsIn(db, moment, all));
}

/** Counts the same by their application. */
export async function signInsByApplication(db: Db, moment: Moment): Promise<Map<string, MeasuredSignIns[]>> {
  const { workspaceId, from, at } = moment;
  const counts = await countByApplication(db, workspaceId, { from, to: at, reasons: signInReasons });
  const methods = await methodsIn(db, moment, counts);
  const byApplication = Map.groupBy(counts, ({ applicationId }) => applicationId);
  return new Map(
    [...byApplication].map(([id, some]) => [
      id,
      rowsOf(some, methods?.filter(({ applicationId }) => applicationId === id) ?? null),
    ]),
  );
}

type Counted = { reason: Reason; count: number };

/** By which methods sign-ins were let in, an hour at a time; null for a page, where they are too many. */
async function methodsIn(
  db: Db,
  { workspaceId, day, from, at }: Moment,
  counts: readonly Counted[],
): Promise<CountByMethod[] | null> {
  const letIn = counts.filter(({ reason }) => isAllowedFor(reason) && methodFor(reason) === null);
  if (day === null && letIn.reduce((sum, { count }) => sum + count, 0) > mostReadNow) return null;
  const found: CountByMethod[] = [];
  for (let start = from; start < at; start = addHours(start, 1)) {
    const end = addHours(start, 1);
    await setImmediate();
    found.push(...(await countByMethod(db, workspaceId, { from: start, to: end < at ? end : at })));
  }
  return found;
}

/** A row for each reason and method; without methods, of none of them is it known by which it was let in. */
function rowsOf(counts: readonly Counted[], methods: readonly CountByMethod[] | null): MeasuredSignIns[] {
  return counts.flatMap(({ reason, count }) => {
    const known = (methods ?? []).filter((one) => one.reason === reason);
    const rest = count - known.reduce((sum, one) => sum + one.count, 0);
    const isAllowed = isAllowedFor(reason);
    return [
      ...known.map((one) => ({
        id: `${reason} ${one.method}`,
        reason,
        isAllowed,
        method: one.method,
        weight: one.count,
      })),
      { id: reason, reason, isAllowed, method: methods === null ? null : methodFor(reason), weight: rest },
    ];
  });
}
