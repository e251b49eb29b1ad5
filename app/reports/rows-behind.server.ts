import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { coveredWithin } from "./covered-within.server.ts";
import { definitionOf } from "./definitions.ts";
import type { Dimension } from "./dimensions.ts";
import { momentOf } from "./read-rows.server.ts";
import { type KpiRow, shownRows } from "./shown-rows.server.ts";
import { signInsBehind } from "./sign-ins-behind.server.ts";
import { notTakenApartBy, type Within } from "./within.ts";

export type { KpiRow } from "./shown-rows.server.ts";

export type RowsAsked = {
  key: string;
  /** A past day; null for now. */
  day: string | null;
  /** Where the page before ended; empty for the first. */
  after: string;
  limit: number;
  /** Only those of a part of the workspace. */
  within?: Within | undefined;
  /** Only those of which this is so; "" for what is not known. */
  by?: { dimension: Dimension; value: string } | undefined;
};

export type RowsBehind = { rows: KpiRow[]; next: string | null; total: number };

/** Returns exactly the rows that a figure was made of, a page at a time: those that its definition covers, and which of them count. */
export async function rowsBehind(db: Db, workspaceId: string, asked: RowsAsked, now: Instant): Promise<RowsBehind> {
  const { key, day, after, limit, by } = asked;
  const within = { ...asked.within, ...(by && { [by.dimension]: by.value }) };
  const definition = definitionOf(key);
  if (definition === undefined || notTakenApartBy(key, within).length > 0) return { rows: [], next: null, total: 0 };
  const moment = await momentOf(db, workspaceId, day, now);
  if (definition.rows === "sign_ins")
    return signInsBehind(db, moment, { definition, applicationId: within.application ?? null, after, limit });
  const fitting = await coveredWithin(db, moment, definition, within);
  const page = fitting.filter(({ row }) => row.id > after).slice(0, limit + 1);
  const shown = page.slice(0, limit);
  return {
    rows: await shownRows(db, moment, definition.rows, shown),
    next: page.length > limit ? (shown.at(-1)?.row.id ?? null) : null,
    total: fitting.length,
  };
}
