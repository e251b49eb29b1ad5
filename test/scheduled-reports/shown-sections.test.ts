import { expect, test } from "vitest";
import { chartWords } from "#app/scheduled-reports/chart-numbers.ts";
import type { ChartSection, FiguresSection, TableSection } from "#app/scheduled-reports/report-content.ts";
import { shownSections } from "#app/scheduled-reports/shown-sections.ts";

const nameOf = (id: string) => `the person ${id}`;

test.each<[FiguresSection["figures"][number]["unit"], value: number | null, before: number | null, string[]]>([
  ["count", 12, 9, ["12", "+3"]],
  ["count", 9, 12, ["9", "−3"]],
  ["count", 0, 0, ["0", "unchanged"]],
  ["share", 0.5, 0.4, ["50 %", "+10.0 points"]],
  ["share", 0.5, 0.5001, ["50 %", "unchanged"]],
  ["days", 3, 1.5, ["3 days", "+1.5 days"]],
  ["days", 3, 3.01, ["3 days", "unchanged"]],
  ["number", 1.25, 1, ["1.3", "+0.3"]],
  ["count", 4, null, ["4", "–"]],
  ["count", null, 4, ["–", "–"]],
])("of %s %d after %d a reader sees %j", (unit, value, before, expected) => {
  const [shown] = shownSections(
    [{ kind: "figures", title: "Figures", figures: [{ label: "Live", unit, value, before }] }],
    nameOf,
  );
  expect(shown?.table?.rows[0]?.map(({ text }) => text)).toEqual(["Live", ...expected]);
});

test("a table calls people by their names, leads to records, and says when it is not all", () => {
  const table: TableSection = {
    ...{ kind: "table", title: "Ends soon", columns: ["Exception", "Owner"], total: 70, empty: "None." },
    rows: [[{ text: "EXC-2026-0001", path: "/exceptions/EXC-2026-0001" }, { userId: "usr_1" }]],
  };
  const [shown] = shownSections([table], nameOf);
  expect(shown).toMatchObject({ text: "These are the first 1 of 70.", chart: null });
  expect(shown?.table?.rows[0]).toEqual([
    { text: "EXC-2026-0001", path: "/exceptions/EXC-2026-0001" },
    { text: "the person usr_1", path: null },
  ]);
  expect(shownSections([{ ...table, rows: [], total: 0 }], nameOf)[0]).toMatchObject({ table: null, text: "None." });
});

test("a chart says its numbers, of many days some and always the last", () => {
  const points = Array.from({ length: 90 }, (_nothing, index) => ({
    day: new Date(Date.UTC(2026, 7, 1 + index)).toISOString().slice(0, 10),
    value: index === 89 ? null : index,
  }));
  const line: ChartSection = { kind: "chart", shape: "line", title: "Live", caption: "Seen.", unit: "count", points };
  const [shown] = shownSections([line], nameOf);
  expect(shown?.table?.rows.length).toBeLessThanOrEqual(13);
  expect(shown?.table?.rows.at(-1)?.map(({ text }) => text)).toEqual(["29 Oct 2026", "–"]);
  const bars = [{ label: "Legacy", value: 5 }];
  expect(chartWords({ ...line, shape: "bars", bars })).toBe("Live. Legacy: 5.");
});
