import { shownFigure } from "#app/charts/shown-figure.ts";
import type { KpiUnit } from "#app/reports/kpis.ts";
import { chartNumbers } from "./chart-numbers.ts";
import type { Cell, ChartSection, FiguresSection, Section } from "./report-content.ts";

/** A cell in words, and the page of ours that it leads to. */
export type ShownCell = { text: string; path: string | null };

/** A part of a report in words; page, mail and document set it each in its way. */
export type ShownSection = {
  title: string;
  caption: string | null;
  chart: ChartSection | null;
  table: { columns: readonly string[]; rows: readonly (readonly ShownCell[])[] } | null;
  text: string | null;
};

const plain = (text: string): ShownCell => ({ text, path: null });

/** Puts a report into words; who its people are is asked now, so that a leaver is not named by what was kept. */
export function shownSections(sections: readonly Section[], nameOf: (userId: string) => string): ShownSection[] {
  return sections.map((section) => {
    const blank = { title: section.title, caption: null, chart: null, table: null, text: null };
    switch (section.kind) {
      case "text":
        return { ...blank, text: section.text };
      case "figures":
        return { ...blank, table: figureTable(section) };
      case "chart": {
        const rows = chartNumbers(section).map(({ label, value }) => [plain(label), plain(value)]);
        const columns = [section.shape === "line" ? "Day" : "What", "Value"];
        return { ...blank, caption: section.caption, chart: section, table: { columns, rows } };
      }
      case "table": {
        const { rows, columns, total, empty } = section;
        if (rows.length === 0) return { ...blank, text: empty };
        const shown = rows.map((row) => row.map((cell) => shownCell(cell, nameOf)));
        const text = total > rows.length ? `These are the first ${rows.length} of ${total}.` : null;
        return { ...blank, table: { columns, rows: shown }, text };
      }
      default:
        return section satisfies never;
    }
  });
}

/** Returns whom a report names, by their ids. */
export function peopleIn(sections: readonly Section[]): string[] {
  const cells = sections.flatMap((section) => (section.kind === "table" ? section.rows.flat() : []));
  return [...new Set(cells.flatMap((cell) => ("userId" in cell && cell.userId !== null ? [cell.userId] : [])))];
}

function shownCell(cell: Cell, nameOf: (userId: string) => string): ShownCell {
  if (!("userId" in cell)) return { text: cell.text, path: cell.path ?? null };
  return plain(cell.userId === null ? "–" : nameOf(cell.userId));
}

function figureTable({ figures }: FiguresSection) {
  const rows = figures.map(({ label, unit, value, before }) => [
    plain(label),
    plain(value === null ? "–" : shownFigure(value, unit)),
    plain(changeText(unit, value, before)),
  ]);
  return { columns: ["Figure", "Value", "Change"], rows };
}

/** Says how a figure changed; shares in points, since a per cent of per cent is misread. */
function changeText(unit: KpiUnit, value: number | null, before: number | null): string {
  if (value === null || before === null) return "–";
  const difference = value - before;
  const amount = Math.abs(difference);
  const text = unit === "share" ? `${(amount * 100).toFixed(1)} points` : shownFigure(amount, unit);
  const isNone = unit === "days" ? amount * 48 < 1 : /^0(\.0)?( |$)/.test(text);
  return isNone ? "unchanged" : `${difference > 0 ? "+" : "−"}${text}`;
}
