import type { TimeWindow } from "#app/engine/types.ts";
import { localWindows } from "#app/register/weekly-windows.ts";
import { TextField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

type Props = {
  windows: readonly TimeWindow[];
  timeZone: string;
  /** How far the zone's clocks are ahead of UTC when the exception begins. */
  aheadMinutes: number;
  aheadText: string;
  error: string | undefined;
};

type Row = { days: readonly number[]; fromMinute: number | null; toMinute: number | null };

/** The hours of the week in which it counts, by the clocks of the workspace, with one empty row to add another. */
export function WindowRows({ windows, timeZone, aheadMinutes, aheadText, error }: Props) {
  const rows: Row[] = [...localWindows(windows, aheadMinutes), { days: [], fromMinute: null, toMinute: null }];
  return (
    <FieldSet
      name="scope.windows"
      legend="Hours of the week"
      hint={`By the clocks of ${timeZone} (${aheadText} when it begins). They are kept in UTC: when the clocks change, the hours move by as much. An end before the start is on the next day. Left empty, at any time.`}
      error={error}
    >
      {rows.map(({ days: chosen, fromMinute, toMinute }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form have no other name than their place
        <fieldset className="window" key={index}>
          <legend className="sr">Hours {index + 1}</legend>
          <div className="ticks">
            {days.map((label, day) => (
              <label key={label}>
                <input
                  type="checkbox"
                  name={`window.${index}.days`}
                  value={day + 1}
                  defaultChecked={chosen.includes(day + 1)}
                />{" "}
                {label}
              </label>
            ))}
          </div>
          <div className="pair">
            <TextField name={`window.${index}.from`} label="From" type="time" defaultValue={clock(fromMinute)} />
            <TextField name={`window.${index}.to`} label="Until" type="time" defaultValue={clock(toMinute)} />
          </div>
        </fieldset>
      ))}
    </FieldSet>
  );
}

/** Writes minutes since midnight as a time field takes them; the end of a day is the next midnight. */
function clock(minutes: number | null): string {
  if (minutes === null) return "";
  const hours = Math.floor(minutes / 60) % 24;
  return `${String(hours).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
