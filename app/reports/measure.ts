import type { Instant } from "#app/engine/types.ts";
import type { Definition, Derived, Statistic } from "./kpi.ts";
import type { Rows } from "./measured-rows.ts";

/** Figures by the key of their definition; what there is nothing to say of is left out. */
export type Figures = Record<string, number>;

/** Measures what is defined over the rows of a day; a kind of row that is not given is one of which nothing is known. */
export function measure(definitions: readonly Definition[], rows: Rows, at: Instant): Figures {
  const figures: Figures = {};
  for (const definition of definitions) {
    const figure = definition.derived === undefined ? measureOne(definition, rows, at) : null;
    if (figure !== null) figures[definition.key] = figure;
  }
  return figures;
}

/** Works out the figures that follow from others. */
export function derive(definitions: readonly Definition[], figures: Figures): Figures {
  const derived: Figures = {};
  for (const definition of definitions) {
    const figure = definition.derived === undefined ? null : derivedFigure(definition.derived, figures);
    if (figure !== null) derived[definition.key] = figure;
  }
  return derived;
}

/** Measures one figure; null where there is nothing to say. */
export function measureOne(definition: Definition, rows: Rows, at: Instant): number | null {
  switch (definition.rows) {
    case "exceptions":
      return measureOver(definition.over, rows.exceptions, at);
    case "reviews":
      return measureOver(definition.over, rows.reviews, at);
    case "people":
      return measureOver(definition.over, rows.people, at);
    case "sign_ins":
      return measureOver(definition.over, rows.sign_ins, at);
    case "rotations":
      return measureOver(definition.over, rows.rotations, at);
    case "drills":
      return measureOver(definition.over, rows.drills, at);
    default:
      return definition satisfies never;
  }
}

type Over<Row> = { covers(row: Row, at: Instant): boolean; statistic: Statistic<Row> };

/** Makes a figure's statistic of the rows that it covers; null where nothing is known, or there is nothing to say. */
function measureOver<Row extends { weight?: number }>(
  { covers, statistic }: Over<Row>,
  rows: readonly Row[] | undefined,
  at: Instant,
): number | null {
  if (rows === undefined) return null;
  const covered = rows.filter((row) => covers(row, at));
  if (statistic.kind === "count") return weightOf(covered);
  if (statistic.kind === "share")
    return share(weightOf(covered.filter((row) => statistic.of(row, at))), weightOf(covered));
  const values = covered.flatMap((row) => {
    const value = statistic.value(row, at);
    return value === null ? [] : [{ value, weight: row.weight ?? 1 }];
  });
  return typical[statistic.kind](values);
}

type Valued = { value: number; weight: number };

const typical: Record<"median" | "mean" | "most", (values: readonly Valued[]) => number | null> = {
  median: (values) => median(values),
  mean: (values) =>
    share(
      values.reduce((sum, { value, weight }) => sum + value * weight, 0),
      weightOf(values),
    ),
  most: (values) =>
    values.reduce<number | null>((most, { value }) => (most === null || value > most ? value : most), null),
};

/** The middle one, or half-way between the two in the middle. */
export function median(values: readonly Valued[]): number | null {
  const sorted = values.toSorted((one, other) => one.value - other.value);
  const total = weightOf(sorted);
  if (total === 0) return null;
  const at = (place: number) => {
    let seen = 0;
    for (const { value, weight } of sorted) {
      seen += weight;
      if (seen > place) return value;
    }
    throw new Error(`place ${place} of ${total} is beyond the last value`);
  };
  const upper = at(Math.floor(total / 2));
  return total % 2 === 1 ? upper : (at(total / 2 - 1) + upper) / 2;
}

function weightOf(rows: readonly { weight?: number }[]): number {
  return rows.reduce((sum, { weight = 1 }) => sum + weight, 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function derivedFigure(derived: Derived, figures: Figures): number | null {
  if (derived.kind === "difference") {
    const [of, less] = [figures[derived.of], figures[derived.less]];
    return of === undefined || less === undefined ? null : of - less;
  }
  const [part, whole] = [figures[derived.part], figures[derived.whole]];
  return part === undefined || whole === undefined || whole === 0 ? null : (part / whole) * derived.times;
}
