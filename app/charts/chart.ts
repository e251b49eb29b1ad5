import { escaped } from "#app/mail/escaped.ts";

/** The colours and the font that a chart is drawn with. */
export type ChartPalette = {
  text: string;
  muted: string;
  line: string;
  axis: string;
  surface: string;
  /** What is measured, and what it is held against; a mix of several takes them in turn. */
  marks: readonly [string, string, ...string[]];
  font: string;
};

/** How wide the lines of a page are drawn: as wide as half a page, so that their texts can still be read on a phone. */
export const pageWidth = 480;

/** How wide a chart is: so many pixels, or whatever room it is given, in which its texts keep their size. */
export type ChartWidth = number | "fluid";

/** Returns a place or a length in a chart of this width, from nought at its left to one at its right. */
export function across(fraction: number, width: ChartWidth): string {
  return width === "fluid" ? `${round(fraction * 100)}%` : String(round(fraction * width));
}

/** For a page: the tokens of its theme, so one picture serves light and dark. */
export const pagePalette: ChartPalette = {
  text: "var(--text)",
  muted: "var(--text-3)",
  line: "var(--line)",
  axis: "var(--line-strong)",
  surface: "var(--surface)",
  marks: [
    "var(--accent)",
    "var(--neutral-mark)",
    "var(--caution-mark)",
    "var(--emergency-mark)",
    "var(--serious-mark)",
  ],
  font: "inherit",
};

/** For mail and documents, which know no tokens: the light theme, in the family that their pictures are set in. */
export const printPalette: ChartPalette = {
  text: "#15171c",
  muted: "#626873",
  line: "#e3e5e8",
  axis: "#cdd1d6",
  surface: "#ffffff",
  marks: ["#2a4fc0", "#747a85", "#a06800", "#8145b8", "#c4520d"],
  font: "Roboto",
};

/** What every chart says of itself; the caption tells what there is to see in it. */
export type ChartHead = { title: string; caption: string };

type Frame = ChartHead & { width: ChartWidth; height: number };

/** Frames the shapes of a chart as one SVG, which says what it shows to whoever cannot see it. */
export function framed(
  { title, caption, width, height }: Frame,
  palette: ChartPalette,
  shapes: readonly string[],
): string {
  const size =
    width === "fluid"
      ? `width="100%" height="${height}"`
      : `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" ${size} role="img" font-family="${escaped(palette.font)}" font-size="12">` +
    `<title>${escaped(title)}</title><desc>${escaped(caption)}</desc>${shapes.join("")}</svg>`
  );
}

type Label = {
  x: number | string;
  y: number;
  anchor?: "start" | "middle" | "end";
  fill: string;
  isStrong?: boolean;
  /** What it stands on, drawn around its letters where a line may run behind them. */
  ground?: string;
};

/** Sets a text into a chart. */
export function label(text: string, { x, y, anchor = "start", fill, isStrong = false, ground }: Label): string {
  const weight = isStrong ? ' font-weight="600"' : "";
  const around = ground === undefined ? "" : ` stroke="${ground}" stroke-width="3" paint-order="stroke"`;
  return `<text x="${typeof x === "number" ? round(x) : x}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}"${weight}${around}>${escaped(text)}</text>`;
}

/** A tenth of a pixel is enough, and keeps two years of days small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
