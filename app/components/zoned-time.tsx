import { offsetText } from "#app/register/wall-clock.ts";
import { exactIn } from "./exact-in.ts";
import { clockOf } from "./relative-time.ts";

/** An instant as the workspace's clocks show it, with UTC on the second line. */
export function ZonedTime({ at, timeZone }: { at: string; timeZone: string }) {
  return (
    <time dateTime={at} className="nowrap">
      {exactIn(at, timeZone)}
      {offsetText(at, timeZone) !== "UTC" && <span className="two">{clockOf(at)}</span>}
    </time>
  );
}
