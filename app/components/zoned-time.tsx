import { offsetText, wallClockOf } from "#app/register/wall-clock.ts";
import { clockOf, dateOf } from "./relative-time.ts";

/** An instant as the workspace's clocks show it, with UTC on the second line. */
export function ZonedTime({ at, timeZone }: { at: string; timeZone: string }) {
  const wall = wallClockOf(at, timeZone);
  const offset = offsetText(at, timeZone);
  return (
    <time dateTime={at} className="nowrap">
      {dateOf(wall)}, {wall.slice(11)} {offset}
      {offset !== "UTC" && <span className="two">{clockOf(at)}</span>}
    </time>
  );
}
