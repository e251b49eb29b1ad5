import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type Covered, coveredRows } from "./covered-rows.ts";
import { definitionOf } from "./definitions.ts";
import { type Dimension, dimensionsOf } from "./dimensions.ts";
import type { Definition } from "./kpi.ts";
import { placesOf } from "./places-of-rows.server.ts";
import { momentOf, readRows } from "./read-rows.server.ts";
import { type KpiRow, shownRows } from "./shown-rows.server.ts";
import { signInsBehind } from "./sign-ins-behind.server.ts";

export type { KpiRow } from "./shown-rows.server.ts";

export type RowsAsked = {
  key: string;
  /** A past day; null for now. */
  day: string | null;
  /** Where the page before ended; empty for the first. */
  after: string;
  limit: number;
  /** Only those of one part of the workspace. */
  by?: { dimension: Dimension; value: string } | undefined;
};

export type RowsBehind = { rows: KpiRow[]; next: string | null; total: number };

/** Returns exactly the rows that a figure was made of, a page at a time: those that its definition covers, and which of them count. */
export async function rowsBehind(db: Db, workspaceId: string, asked: RowsAsked, now: Instant): Promise<RowsBehind> {
  const { key, day, after, limit, by } = asked;
  const definition = definitionOf(key);
  if (definition === undefined || (by && !dimensionsOf(key).includes(by.dimension)))
    return { rows: [], next: null, total: 0 };
  const moment = await momentOf(db, workspaceId, day, now);
  if (definition.rows === "sign_ins")
    return signInsBehind(db, moment, { definition, applicationId: by?.value ?? null, after, limit });
  const rows = await readRows(db, moment, [definition.rows]);
  const covered = coveredRows(definition, rows, moment.at);
  const fitting = by ? await ofPart(covered, await placesFor(db, moment, definition, covered, by), by.value) : covered;
  const page = fitting.filter(({ row }) => row.id > after).slice(0, limit + 1);
  const shown = page.slice(0, limit);
  return {
    rows: await shownRows(db, moment, definition.rows, shown),
    next: page.length > limit ? (shown.at(-1)?.row.id ?? null) : null,
    total: fitting.length,
  };
}

type Moment = Awaited<ReturnType<typeof momentOf>>;

function placesFor(
  db: Db,
  moment: Moment,
  { rows: kind }: Definition,
  covered: readonly Covered[],
  by: { dimension: Dimension },
) {
  return placesOf(db, moment, { dimension: by.dimension, kind, rows: covered.map(({ row }) => row) });
}

function ofPart(covered: readonly Covered[], placeOf: Awaited<ReturnType<typeof placesOf>>, value: string): Covered[] {
  return covered.filter(({ row }) => placeOf(row).includes(value));
}
