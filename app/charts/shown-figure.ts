import type { KpiUnit } from "#app/reports/kpi.ts";

/** Shows a figure as people read it: "1,204", "4.2 days", "82.1 %". Days under one are hours. */
export function shownFigure(value: number, unit: KpiUnit): string {
  switch (unit) {
    case "count":
      return value.toLocaleString("en");
    case "days":
      return shownDays(value);
    case "share":
      return `${shownNumber(value * 100)} %`;
    case "number":
      return shownNumber(value);
    default:
      return unit satisfies never;
  }
}

function shownDays(days: number): string {
  if (days > 0 && days < 1) {
    const hours = Math.max(1, Math.round(days * 24));
    return hours === 1 ? "1 hour" : `${hours} hours`;
  }
  const shown = shownNumber(days);
  return shown === "1" ? "1 day" : `${shown} days`;
}

function shownNumber(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 1 });
}
