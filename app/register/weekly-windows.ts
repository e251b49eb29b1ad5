import type { TimeWindow } from "#app/engine/types.ts";

/**
 * A weekly window as people mean it, by the clocks of some zone: days 1 (Monday) to 7 (Sunday), minutes since midnight.
 * One that does not end after it begins ends on the day after; from midnight to midnight is the whole day.
 */
export type LocalWindow = TimeWindow;

/** Minutes since Monday 00:00, from inclusive, to exclusive. */
type Stretch = { from: number; to: number };

const day = 1440;
const week = 7 * day;

/** Returns windows in UTC for windows by clocks that are so many minutes ahead of UTC. */
export function utcWindows(windows: readonly LocalWindow[], offsetMinutes: number): TimeWindow[] {
  return grouped(merged(windows.flatMap(stretchesOf), -offsetMinutes).flatMap(splitByDay));
}

/** Returns windows by clocks that are so many minutes ahead of UTC for windows in UTC; a night is one of them. */
export function localWindows(windows: readonly TimeWindow[], offsetMinutes: number): LocalWindow[] {
  const stretches = joinedOverSunday(merged(windows.flatMap(stretchesOf), offsetMinutes));
  return grouped(stretches.flatMap((stretch) => (stretch.to - stretch.from < day ? [stretch] : splitByDay(stretch))));
}

function stretchesOf({ days, fromMinute, toMinute }: TimeWindow): Stretch[] {
  const length = toMinute > fromMinute ? toMinute - fromMinute : toMinute - fromMinute + day;
  return days.map((each) => {
    const from = (each - 1) * day + fromMinute;
    return { from, to: from + length };
  });
}

/** Moves stretches, cuts them at the week's end, and makes one of those that touch. */
function merged(stretches: readonly Stretch[], by: number): Stretch[] {
  const cut = stretches
    .flatMap(({ from, to }): Stretch[] => {
      const begin = (((from + by) % week) + week) % week;
      const end = begin + (to - from);
      return end <= week
        ? [{ from: begin, to: end }]
        : [
            { from: begin, to: week },
            { from: 0, to: end - week },
          ];
    })
    .sort((one, other) => one.from - other.from);
  const result: Stretch[] = [];
  for (const { from, to } of cut) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** The night from Sunday to Monday is one stretch, too. */
function joinedOverSunday(stretches: Stretch[]): Stretch[] {
  const [first, last] = [stretches.at(0), stretches.at(-1)];
  if (!first || !last || first === last || first.from !== 0 || last.to !== week) return stretches;
  if (first.to + week - last.from >= day) return stretches;
  return [...stretches.slice(1, -1), { from: last.from, to: week + first.to }];
}

function splitByDay({ from, to }: Stretch): Stretch[] {
  const parts: Stretch[] = [];
  for (let begin = from; begin < to; ) {
    const end = Math.min(to, (Math.floor(begin / day) + 1) * day);
    parts.push({ from: begin, to: end });
    begin = end;
  }
  return parts;
}

/** Puts the days that have the same hours into one window. */
function grouped(stretches: readonly Stretch[]): TimeWindow[] {
  const byHours = Map.groupBy(stretches, ({ from, to }) => `${from % day}-${to - from}`);
  return [...byHours.values()].map((same) => {
    const [{ from, to }] = same as [Stretch]; // a group has at least one
    const end = (from % day) + to - from;
    return {
      days: same.map((each) => Math.floor(each.from / day) + 1).sort((one, other) => one - other),
      fromMinute: from % day,
      toMinute: end > day ? end - day : end,
    };
  });
}
