import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { coveredWithin } from "./covered-within.server.ts";
import { definitionOf } from "./definitions.ts";
import { type Dimension, dimensionsOf } from "./dimensions.ts";
import type { Definition } from "./kpi.ts";
import { measureOne } from "./measure.ts";
import type { RowKind, RowKinds, Rows } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { labelsOf, placesOf } from "./places-of-rows.server.ts";
import { momentOf, readRows } from "./read-rows.server.ts";
import { signInsByApplication } from "./read-sign-ins.server.ts";
import { notTakenApartBy, type Within } from "./within.ts";

export type Part = { value: string; label: string; figure: number };
type Asked = { key: string; day: string | null; within?: Within };

/** Returns a figure for each part of a workspace, the largest first: the same definition over the rows of that part alone. */
export async function breakdown(
  db: Db,
  workspaceId: string,
  { key, dimension, day, within = {} }: Asked & { dimension: Dimension },
  now: Instant,
): Promise<Part[]> {
  const definition = definitionOf(key);
  if (definition === undefined || !dimensionsOf(key).includes(dimension)) return [];
  const moment = await momentOf(db, workspaceId, day, now);
  const groups = await grouped(db, moment, definition, { dimension, within });
  const others = await wholeOf(db, moment, definition);
  const labelOf = await labelsOf(db, workspaceId, dimension, [...groups.keys()]);
  const parts = [...groups].flatMap(([value, rows]) => {
    const figure = figureOver(definition, { ...others, [definition.rows]: rows }, moment.at);
    return figure === null ? [] : [{ value, label: labelOf(value), figure }];
  });
  return parts.sort((one, other) => other.figure - one.figure || one.label.localeCompare(other.label));
}

/** Returns a figure of a part of the workspace, now or as it was; null where there is nothing to say, or it cannot be told. */
export async function figureWithin(
  db: Db,
  workspaceId: string,
  { key, day, within = {} }: Asked,
  now: Instant,
): Promise<number | null> {
  const definition = definitionOf(key);
  if (definition === undefined || notTakenApartBy(key, within).length > 0) return null;
  const moment = await momentOf(db, workspaceId, day, now);
  const rows = await rowsOf(db, moment, definition, within);
  return figureOver(definition, { ...(await wholeOf(db, moment, definition)), [definition.rows]: rows }, moment.at);
}

type Row = RowKinds[RowKind];

async function rowsOf(db: Db, moment: Moment, definition: Definition, within: Within): Promise<Row[]> {
  if (definition.rows === "sign_ins")
    return (await signInsByApplication(db, moment)).get(within.application ?? "") ?? [];
  return (await coveredWithin(db, moment, definition, within)).map(({ row }) => row);
}

async function grouped(
  db: Db,
  moment: Moment,
  definition: Definition,
  { dimension, within }: { dimension: Dimension; within: Within },
): Promise<Map<string, Row[]>> {
  if (definition.rows === "sign_ins") {
    const all = await signInsByApplication(db, moment);
    return new Map([...all].filter(([id]) => within.application === undefined || within.application === id));
  }
  const covered = (await coveredWithin(db, moment, definition, within)).map(({ row }) => row);
  const placeOf = await placesOf(db, moment, { dimension, kind: definition.rows, rows: covered });
  const groups = new Map<string, Row[]>();
  for (const row of covered)
    for (const value of new Set(placeOf(row))) {
      const group = groups.get(value);
      if (group) group.push(row);
      else groups.set(value, [row]);
    }
  return groups;
}

/** A ratio is to the whole workspace, whichever part is looked at. */
async function wholeOf(db: Db, moment: Moment, { derived }: Definition): Promise<Rows> {
  const whole = derived?.kind === "ratio" ? definitionOf(derived.whole) : undefined;
  return whole === undefined ? {} : readRows(db, moment, [whole.rows]);
}

function figureOver(definition: Definition, rows: Rows, at: Instant): number | null {
  const { derived } = definition;
  if (derived === undefined) return measureOne(definition, rows, at);
  const [one, other] = derived.kind === "ratio" ? [derived.part, derived.whole] : [derived.of, derived.less];
  const figures = [one, other].map((key) => {
    const part = definitionOf(key);
    return part === undefined ? null : measureOne(part, rows, at);
  });
  const [first, second] = figures;
  if (first == null || second == null) return null;
  if (derived.kind === "difference") return first - second;
  return second === 0 ? null : (first / second) * derived.times;
}
