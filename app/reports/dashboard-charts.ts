import { barChart } from "#app/charts/bar-chart.ts";
import { pagePalette } from "#app/charts/chart.ts";
import { mixChart } from "#app/charts/mix-chart.ts";
import { shownFigure } from "#app/charts/shown-figure.ts";
import { categoryPack } from "#app/register/category.ts";
import { dimensionTitles } from "./dimension-labels.ts";
import type { Dimension } from "./dimensions.ts";
import type { Figures } from "./measure.ts";
import { failureReasons } from "./sign-in-figures.ts";
import type { ShownChart } from "./trend-chart.ts";
import { addressWithin, type Within } from "./within.ts";

/** So many bars are drawn; what is beyond them is one more. */
const mostBars = 6;

/** Live exceptions of one owner, department or application. */
export type LivePart = { value: string; label: string; count: number };

/** Draws what live exceptions are of, the most of them first; each name leads to the dashboard of that part. */
export function livePartsChart(dimension: Dimension, parts: readonly LivePart[], within: Within): ShownChart {
  const most = parts.toSorted((one, other) => other.count - one.count || one.label.localeCompare(other.label));
  const others = most.slice(mostBars);
  const bars = most.slice(0, mostBars).map(({ label, count }) => ({ label, value: count }));
  if (others.length > 0)
    bars.push({
      label: `${others.length.toLocaleString("en")} ${others.length === 1 ? "other" : "others"}`,
      value: others.reduce((sum, { count }) => sum + count, 0),
    });
  const listed = most.slice(0, mostBars);
  const title = `Live by ${dimensionTitles[dimension].toLowerCase()}`;
  const caption = captionOf(dimension, most);
  return {
    ...{ key: "live", title, caption, by: dimension, all: most.length },
    svg: barChart({ title, caption, unit: "count", bars, width: "fluid" }, pagePalette),
    table: { head: [dimensionTitles[dimension], "Live"], rows: bars.map(({ label, value }) => [label, value]) },
    links: listed.map(({ value }) =>
      value === "" ? "" : addressWithin("/dashboard", { ...within, [dimension]: value }),
    ),
  };
}

function captionOf(dimension: Dimension, [first, second]: readonly LivePart[]): string {
  if (first === undefined) return "None is live.";
  if (dimension === "application") return "One that names several counts in each of them.";
  if (second === undefined) return `All are of “${first.label}”.`;
  return first.count === second.count ? "The largest are equal." : `Most are of “${first.label}”.`;
}

/** Draws live exceptions by their category, all seven of them. */
export function categoriesChart(figures: Figures, within: Within): ShownChart {
  const parts = categoryPack
    .map(({ id, label }) => ({ value: id, label, count: figures[`live.category.${id}`] ?? 0 }))
    .filter(({ value }) => within.category === undefined || within.category === value);
  const title = "Live by category";
  const most = parts.toSorted((one, other) => other.count - one.count);
  const caption = captionOf(
    "category",
    most.filter(({ count }) => count > 0),
  );
  return {
    ...{ key: "live", title, caption, by: "category" as const },
    svg: barChart(
      {
        title,
        caption,
        unit: "count",
        bars: most.map(({ label, count }) => ({ label, value: count })),
        width: "fluid",
      },
      pagePalette,
    ),
    table: { head: ["Category", "Live"], rows: most.map(({ label, count }) => [label, count]) },
    links: most.map(({ value }) => addressWithin("/dashboard", { ...within, category: value })),
  };
}

const methodLabels = {
  phishing_resistant: "Passkey or security key",
  otp: "Codes of an app or a token",
  codes: "Recovery codes alone",
} as const;

/** Draws by which factor people are kept; null where it is not known of them. */
export function methodsChart(figures: Figures): ShownChart | null {
  const parts = Object.entries(methodLabels).map(([method, label]) => ({
    label,
    value: figures[`method_share.${method}`] ?? null,
  }));
  const known = parts.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  if (known.length === 0) return null;
  const title = "Strongest factor of people";
  const caption = "Passkeys and security keys withstand phishing; codes do not.";
  return {
    ...{ key: "method_share.phishing_resistant", title, caption },
    svg: mixChart({ title, caption, parts: known, width: "fluid" }, pagePalette),
    table: { head: ["Factor", "Share"], rows: known.map(({ label, value }) => [label, shownFigure(value, "share")]) },
  };
}

/** Draws why sign-ins were not let in; null where all of them were. */
export function failuresChart(figures: Figures): ShownChart | null {
  const bars = failureReasons
    .map((reason) => ({ label: reason, value: figures[`sign_ins.${reason}`] ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((one, other) => other.value - one.value);
  if (bars.length === 0) return null;
  const title = "Not let in, last 24 hours";
  const caption = "A sudden rise comes with a misconfiguration or an attack.";
  return {
    ...{ key: `sign_ins.${bars[0]?.label}`, title, caption },
    svg: barChart({ title, caption, unit: "count", bars, width: "fluid" }, pagePalette),
    table: { head: ["Reason", "Sign-ins"], rows: bars.map(({ label, value }) => [label, value]) },
  };
}
