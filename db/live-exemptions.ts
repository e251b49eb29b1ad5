import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { ReadExemption } from "#app/signins/decision-record.ts";
import { arg } from "./statements.ts";

/** An exception as it stands, and when it was agreed to: by its approvals, or by whoever granted it in an emergency. */
export type LiveExemption = ReadExemption & { agreedAt: Instant | null };

export type ExemptionRow = Pick<
  LiveExemption,
  "id" | "version" | "state" | "effect" | "startsAt" | "endsAt" | "agreedAt"
> & {
  target: string;
  factors: string;
  scope: string;
};

// SQLite knows nothing of how many rows there are: the cross join and the case keep it from starting at all active
// exceptions, or from looking through them for each target, instead of taking the few that name the subject by their id.
/** The exceptions `e` that are live at an instant, each with its targets `t`. */
export const liveOnes = sql`from exception_targets t cross join exceptions e
    where t.workspace_id = ${arg("workspaceId")} and e.workspace_id = t.workspace_id and e.id = t.exception_id
      and case when e.state = 'active' and e.starts_at <= ${arg("now")} and e.ends_at > ${arg("now")} then 1 else 0 end = 1`;

/** When the exception `e` was agreed to. */
export const agreedAt = sql`coalesce(e.approved_at, e.activated_at)`;

/** Reads exceptions as they are stored, by their targets; uses are counted apart. */
export function byTargetOf(rows: readonly ExemptionRow[]): Map<string, LiveExemption[]> {
  const byTarget = new Map<string, LiveExemption[]>();
  for (const { target, factors, scope, ...row } of rows) {
    const parsed = { factors: JSON.parse(factors), scope: JSON.parse(scope) } as Pick<
      ReadExemption,
      "factors" | "scope"
    >; // cast: written only by insertException
    const exemption = { ...row, ...parsed, usesLeft: null };
    const found = byTarget.get(target);
    if (found) found.push(exemption);
    else byTarget.set(target, [exemption]);
  }
  return byTarget;
}
