/** Returns the quarter of a calendar day, as 2026-Q4. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** Returns the first day of the quarter that a calendar day lies in. */
export function quarterStart(day: string): string {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}

/** Returns the first day of the quarter after the one that a calendar day lies in. */
export function nextQuarterStart(day: string): string {
  const [year, month] = quarterStart(day).split("-").map(Number) as [number, number, number]; // cast: a date has three parts
  return month === 10 ? `${year + 1}-01-01` : `${year}-${String(month + 3).padStart(2, "0")}-01`;
}
