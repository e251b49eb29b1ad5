import { describe, expect, test } from "vitest";
import { barChart } from "#app/charts/bar-chart.ts";
import { pagePalette, printPalette } from "#app/charts/chart.ts";
import { drawPng } from "#app/charts/draw-png.server.ts";
import { lineChart } from "#app/charts/line-chart.ts";
import { mixChart } from "#app/charts/mix-chart.ts";
import { shownFigure } from "#app/charts/shown-figure.ts";
import { ticksUpTo } from "#app/charts/ticks.ts";

const head = { title: "Live exceptions", caption: "Fewer than a year ago." };
const dayOf = (index: number) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
const pointsOf = (values: readonly (number | null)[]) => values.map((value, index) => ({ day: dayOf(index), value }));
const line = (values: readonly (number | null)[]) =>
  lineChart({ ...head, unit: "count", points: pointsOf(values) }, printPalette);

describe("a chart", () => {
  test("says what it shows to whoever cannot see it", () => {
    expect(line([3, 4])).toMatch(
      /^<svg [^>]*role="img"[^>]*><title>Live exceptions<\/title><desc>Fewer than a year ago\.<\/desc>/,
    );
  });

  test("takes no text for markup", () => {
    const hostile = '<script>alert("1")</script>';
    const svg = barChart(
      { ...head, title: hostile, unit: "count", bars: [{ label: hostile, value: 1 }] },
      printPalette,
    );
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
  });

  test("has the colours of the page by their tokens, and of a document as they are", () => {
    const chart = { ...head, unit: "count", points: pointsOf([1, 2]) } as const;
    expect(lineChart(chart, pagePalette)).toContain("var(--accent)");
    expect(lineChart(chart, printPalette)).not.toContain("var(");
    // The content security policy lets no style attribute pass.
    expect(lineChart(chart, pagePalette)).not.toContain("style=");
  });

  test.each([[[]], [[null, null]], [[0, 0, 0]], [[7]], [[1, null, 2]]])(
    "draws %j without a number that is none",
    (values) => {
      expect(line(values)).not.toMatch(/NaN|Infinity|undefined/);
    },
  );

  test("leaves a gap where nothing was measured, and shows a day between two gaps", () => {
    expect(line([1, 2, null, 3, 4]).match(/d="M[^"]*M[^"]*"/g)).toHaveLength(1);
    expect(line([1, null, 3, null, 4])).toContain("h.01");
  });

  test("of two years stays small", () => {
    expect(line(Array.from({ length: 730 }, (_, index) => index % 90)).length).toBeLessThan(16_000);
  });

  test("of shares fills a row at a hundred per cent", () => {
    const svg = barChart({ ...head, unit: "share", width: 640, bars: [{ label: "All", value: 1 }] }, printPalette);
    expect(svg).toContain('width="640" height="8"');
  });

  test("that takes the room it is given keeps the size of its letters", () => {
    const svg = barChart({ ...head, unit: "count", width: "fluid", bars: [{ label: "All", value: 1 }] }, pagePalette);
    expect(svg).toContain('width="100%"');
    expect(svg).not.toContain("viewBox");
  });

  test("of a whole shows the share of each part", () => {
    const svg = mixChart(
      {
        ...head,
        parts: [
          { label: "Passkeys", value: 3 },
          { label: "Codes", value: 1 },
        ],
      },
      printPalette,
    );
    expect(svg).toContain("75 %");
    expect(svg).toContain("25 %");
    expect(mixChart({ ...head, parts: [{ label: "Passkeys", value: 0 }] }, printPalette)).not.toContain("NaN");
  });

  test("becomes a picture for mail", () => {
    const png = drawPng(line([1, 2, 3]), 640);
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(640);
  });
});

test.each([
  [1204, "count", "1,204"],
  [0.8214, "share", "82.1 %"],
  [1, "share", "100 %"],
  [4.25, "days", "4.3 days"],
  [1, "days", "1 day"],
  [0, "days", "0 days"],
  [0.04, "days", "1 hour"],
  [0.25, "days", "6 hours"],
  [2.345, "number", "2.3"],
] as const)("%d as a %s is shown as %s", (value, unit, shown) => {
  expect(shownFigure(value, unit)).toBe(shown);
});

test.each([
  [0, false, [0, 1]],
  [96, true, [0, 25, 50, 75, 100]],
  [3, true, [0, 1, 2, 3]],
  [0.83, false, [0, 0.25, 0.5, 0.75, 1]],
])("an axis up to %d, whole %s, has the ticks %j", (most, isWhole, ticks) => {
  expect(ticksUpTo(most, { isWhole })).toEqual(ticks);
});
