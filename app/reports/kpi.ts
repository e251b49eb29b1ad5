import type { Instant } from "#app/engine/types.ts";
import type { RowKind, RowKinds } from "./measured-rows.ts";

/** What a figure is counted in; a share is from 0 to 1, a number is a plain one with a fraction. */
export type KpiUnit = "count" | "days" | "share" | "number";

/** What a figure is read from, as it was on any day. */
export type KpiSource = "register" | "reviews" | "sign_ins" | "people" | "use" | "custody";

/** One figure of the programme: what it is called, what it means, and which rows are behind it. */
export type Kpi = {
  key: string;
  label: string;
  definition: string;
  unit: KpiUnit;
  source: KpiSource;
  rows: RowKind;
  /** Which way is better; null where neither is. */
  goodDirection: "up" | "down" | null;
};

/** What is made of the rows that a figure covers. A row that has no value is passed over. */
export type Statistic<Row> =
  | { kind: "count" }
  | { kind: "share"; of(row: Row, at: Instant): boolean }
  | { kind: "median" | "mean" | "most"; value(row: Row, at: Instant): number | null };

/** Which rows of its kind a figure looks at, and what it makes of them. */
export type OverRows<Row> = { covers(row: Row, at: Instant): boolean; statistic: Statistic<Row> };

/** A figure that is worked out from two others. */
export type Derived =
  | { kind: "ratio"; part: string; whole: string; times: number }
  | { kind: "difference"; of: string; less: string };

/** The one definition of a figure: its number, the rows behind it and its parts all follow from it. */
export type Definition = {
  [K in RowKind]: Kpi & {
    rows: K;
    over: OverRows<RowKinds[K]>;
    /** Where it follows from other figures; then the rows are those that make it what it is. */
    derived?: Derived | undefined;
  };
}[RowKind];
