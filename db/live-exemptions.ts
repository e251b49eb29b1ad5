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
  factors: string;
  scope: string;
};

/** Whether the exception `e` is live at an instant; as a case, so that SQLite does not begin at all that are active. */
export const liveCondition = sql`case when e.state = 'active' and e.starts_at <= ${arg("now")} and e.ends_at > ${arg("now")} then 1 else 0 end = 1`;

// SQLite knows nothing of how many rows there are: the cross join keeps it from looking through all exceptions for each
// target, instead of taking the few that name the subject by their id.
// The id is in the condition so that a target with the row of another record lets nobody in.
/** The exceptions `e` that are live at an instant, each with its targets `t`. */
export const liveOnes = sql`from exception_targets t cross join exceptions e
    where t.workspace_id = ${arg("workspaceId")} and e.row_key = t.exception_row
    and e.workspace_id = t.workspace_id and e.id = t.exception_id and ${liveCondition}`;

/** When the exception `e` was agreed to. */
export const agreedAt = sql`coalesce(e.approved_at, e.activated_at)`;

/** Reads an exception as it is stored, and nothing else that its row may have; uses are counted apart. */
export function exemptionOf(row: ExemptionRow): LiveExemption {
  const { id, version, state, effect, startsAt, endsAt, agreedAt } = row;
  // cast: written only by insertException
  const factors = JSON.parse(row.factors) as LiveExemption["factors"];
  const scope = JSON.parse(row.scope) as LiveExemption["scope"];
  return { id, version, state, effect, factors, startsAt, endsAt, scope, agreedAt, usesLeft: null };
}

/** Sorts exceptions by the targets that led to them; one that was led to and is not among them is not live. */
export function byTargetOf(
  hits: Iterable<{ target: string; id: string }>,
  exemptions: ReadonlyMap<string, LiveExemption>,
): Map<string, LiveExemption[]> {
  const byTarget = new Map<string, LiveExemption[]>();
  for (const { target, id } of hits) {
    const exemption = exemptions.get(id);
    if (exemption === undefined) continue;
    const found = byTarget.get(target);
    if (found) found.push(exemption);
    else byTarget.set(target, [exemption]);
  }
  return byTarget;
}
