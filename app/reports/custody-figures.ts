import type { Instant } from "#app/engine/types.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { definerOf } from "./define.ts";
import type { Definition } from "./kpi.ts";
import type { MeasuredRotation } from "./measured-rows.ts";

/** Over how many days rotations are looked back at. */
const rotationDays = 90;
/** Over how many days drills are looked back at: four quarters. */
export const drillDays = 366;
/** What a sign-in makes due is done in time for so long. */
const hoursAfterUse = 24;

function wasInTime({ dueAt, because, doneAt }: MeasuredRotation): boolean {
  return doneAt !== null && doneAt <= addHours(dueAt, because === "use" ? hoursAfterUse : 0);
}

const cameDue = (dueAt: Instant, days: number, at: Instant) => dueAt > addDays(at, -days) && dueAt <= at;

/** The figures of the secrets and drills of emergency accounts and services. */
export const custodyFigures: readonly Definition[] = [
  definerOf("rotations")({
    key: "rotation_share",
    label: "Secrets replaced in time",
    definition: `The share of the rotations of secrets that came due in the last ${rotationDays} days, of emergency accounts and of services that exceptions rest on, that two people saw done in time: by their day, or within ${hoursAfterUse} hours of a sign-in.`,
    unit: "share",
    source: "custody",
    goodDirection: "up",
    covers: ({ dueAt }, at) => cameDue(dueAt, rotationDays, at),
    statistic: { kind: "share", of: wasInTime },
  }),
  definerOf("drills")({
    key: "drill_share",
    label: "Drills in time",
    definition:
      "The share of the quarterly drills of emergency accounts, of the quarters that ended in the last year, that were held in their quarter.",
    unit: "share",
    source: "custody",
    goodDirection: "up",
    covers: ({ dueAt }, at) => cameDue(dueAt, drillDays, at),
    statistic: { kind: "share", of: ({ doneAt }) => doneAt !== null },
  }),
];
