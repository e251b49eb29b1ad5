/**
 * The calendar of a workspace in Berlin, written a second time: from the rule of the summer time and not from a database of
 * zones, so that it shares no mistake with the product.
 */
export const hour = 3_600_000;
export const day = 24 * hour;

/** The instant at which the clocks change on the last Sunday of a month. */
function changeIn(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0, 1);
  return lastDay - new Date(lastDay).getUTCDay() * day;
}

/** How far the clocks of Berlin are ahead. */
function offsetAt(at: number): number {
  const year = new Date(at).getUTCFullYear();
  return at >= changeIn(year, 2) && at < changeIn(year, 9) ? 2 * hour : hour;
}

/** The instant so many calendar days later at which the clocks of Berlin show the same; after a gap where they skip it. */
export function localDaysLater(at: number, days: number): number {
  const shown = at + offsetAt(at) + days * day;
  if (offsetAt(shown - 2 * hour) === 2 * hour) return shown - 2 * hour;
  return shown - hour;
}

/** The beginnings of the quarters of a year in Berlin. */
export function quartersOf(year: number): number[] {
  return [0, 3, 6, 9].map((month) => Date.UTC(year, month, 1) - (month === 0 ? hour : 2 * hour));
}

export const text = (at: number): string => new Date(at).toISOString();
