type Report = Readonly<Record<string, string | number | boolean | null>>;

/** Writes what a run reported: its counts that are not zero, and its notes. Empty where there was nothing to do. */
export function reportWords(report: Report | null): string {
  return Object.entries(report ?? {})
    .filter(([, value]) => value !== 0 && value !== null && value !== "")
    .map(([key, value]) => `${wordsOf(key)} ${value}`)
    .join(", ");
}

function wordsOf(key: string): string {
  return key.replaceAll("_", " ").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Adds the counts of reports up; of what is no number, the last stays. */
export function addedReports(reports: readonly (Report | null)[]): Report {
  const sum: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of reports.flatMap((report) => Object.entries(report ?? {}))) {
    const earlier = sum[key];
    sum[key] = typeof value === "number" && typeof earlier === "number" ? earlier + value : value;
  }
  return sum;
}
