import { z } from "zod";

const unit = z.enum(["count", "days", "share", "number"]);

/** A person stands in a report as an id: what they are called is looked up when it is shown, and a leaver is nobody's name. */
const Cell = z.union([
  z.object({ text: z.string(), path: z.string().optional() }),
  z.object({ userId: z.string().nullable() }),
]);
export type Cell = z.output<typeof Cell>;

const FiguresSection = z.object({
  kind: z.literal("figures"),
  title: z.string(),
  figures: z.array(
    z.object({
      label: z.string(),
      unit,
      /** Null where there was nothing to measure. */
      value: z.number().nullable(),
      before: z.number().nullable(),
    }),
  ),
});

const chartHead = { kind: z.literal("chart"), title: z.string(), caption: z.string(), unit };
const bars = z.array(z.object({ label: z.string(), value: z.number() }));

const ChartSection = z.discriminatedUnion("shape", [
  z.object({
    ...chartHead,
    shape: z.literal("line"),
    points: z.array(z.object({ day: z.string(), value: z.number().nullable() })),
  }),
  z.object({ ...chartHead, shape: z.literal("bars"), bars }),
]);

const TableSection = z.object({
  kind: z.literal("table"),
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(Cell)),
  /** How many there are in all; a table holds the first of them. */
  total: z.number(),
  /** What stands in its place where there are none. */
  empty: z.string(),
});

const TextSection = z.object({ kind: z.literal("text"), title: z.string(), text: z.string() });

const Section = z.union([FiguresSection, ChartSection, TableSection, TextSection]);
export type Section = z.output<typeof Section>;
export type ChartSection = z.output<typeof ChartSection>;
export type TableSection = z.output<typeof TableSection>;
export type FiguresSection = z.output<typeof FiguresSection>;

/** What one run of a report said; kept as it was sent, and drawn from there wherever it is shown. */
export const ReportContent = z.object({ sections: z.array(Section) });
export type ReportContent = z.output<typeof ReportContent>;

/** A table of a report names so many rows; the rest is on the pages that it leads to. */
export const mostRows = 50;
