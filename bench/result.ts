/** One measured figure. The ratio is value to baseline, and the target what it has to reach. */
export type Result = {
  name: string;
  unit: string;
  value: number;
  baseline: number | null;
  ratio: number | null;
  target: string;
};

/** Returns a result with its figures rounded to what the measurement can tell. */
export function result(
  name: string,
  unit: string,
  value: number,
  target: string,
  baseline: number | null = null,
): Result {
  const ratio = baseline === null ? null : Number((value / baseline).toFixed(2));
  return { name, unit, value: round(value), baseline: baseline === null ? null : round(baseline), ratio, target };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("the median of no values was asked for, expected at least one");
  return middle;
}

/** Returns what 95 of 100 values do not exceed. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * 0.95) - 1];
  if (value === undefined) throw new Error("the p95 of no values was asked for, expected at least one");
  return value;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
