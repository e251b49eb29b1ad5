import { addDays } from "#app/register/days.ts";
import { definerOf } from "./define.ts";
import type { Definition } from "./kpi.ts";

/** Over how many days reviews are looked back at: the longest cadence. */
export const reviewDays = 90;

/** The figures of the reviews that came due. */
export const reviewFigures: readonly Definition[] = [
  definerOf("reviews")({
    key: "review_sla_share",
    label: "Reviews in time",
    definition: `The share of the reviews that came due in the last ${reviewDays} days, and were answered or left to their consequence, that were answered before the grace of their category was over.`,
    unit: "share",
    source: "reviews",
    goodDirection: "up",
    covers: ({ dueAt }, at) => dueAt > addDays(at, -reviewDays) && dueAt <= at,
    statistic: { kind: "share", of: ({ isInTime }) => isInTime },
  }),
];
