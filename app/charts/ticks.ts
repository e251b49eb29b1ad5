/** Returns three to five round numbers from nought to at least the largest value; whole ones where only those make sense. */
export function ticksUpTo(most: number, { isWhole = false } = {}): number[] {
  if (most <= 0) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const whole = isWhole ? Math.max(1, Math.ceil(step)) : step;
  const count = Math.ceil(most / whole - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * whole).toPrecision(12)));
}
