import type { Caller } from "#app/auth/caller.server.ts";
import { Refused } from "#app/register/refused.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { type Dimension, dimensionsOf } from "./dimensions.ts";
import { readDay } from "./figure-query.ts";
import { type Kpi, kpiNamed } from "./kpis.ts";
import { maySeeRows } from "./may-see-rows.ts";

/** @throws Refused 404 where there is no such figure. */
export function figureAsked(key: string | undefined): Kpi {
  const kpi = kpiNamed(key ?? "");
  if (!kpi) throw new Refused(404, "not_found", "There is no such figure.");
  return kpi;
}

/**
 * Returns the figure whose rows or parts are asked for.
 * @throws Refused 404 no such figure, 403 its rows are people or secrets, which this caller does not see.
 */
export function rowsAsked({ roles }: Pick<Caller, "roles">, key: string | undefined): Kpi {
  const kpi = figureAsked(key);
  if (!maySeeRows(roles, kpi.key))
    throw new Refused(403, "rows_not_shown", "The rows behind this figure are for admins and auditors.");
  return kpi;
}

/** @throws Refused 400 for a day that is not over by the clocks of the workspace. */
export function dayAsked({ workspace }: Pick<Caller, "workspace">, day: string | undefined, now: string) {
  const asked = readDay(day ?? null, wallClockOf(now, workspace.timeZone).slice(0, 10));
  if (asked.error) throw invalid("day", asked.error);
  return asked.day;
}

/** @throws Refused 400 where a figure has no parts of this kind. */
export function dimensionAsked({ key }: Kpi, by: Dimension): Dimension {
  const known = dimensionsOf(key);
  if (known.includes(by)) return by;
  const others = known.length === 0 ? "This figure has no parts." : `It can be taken apart by ${known.join(", ")}.`;
  throw invalid("by", others);
}

function invalid(field: string, message: string): Refused {
  return new Refused(400, "invalid_query", `${field}: ${message}`, { errors: [{ field, message }] });
}
