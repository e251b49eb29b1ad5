import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { Cell } from "./cell.ts";

/** What is read for an export, by whom, and how much of it. */
export type Reading = {
  /** A connection that can only read, in a thread of its own. */
  db: Db;
  workspaceId: string;
  /** Whose eyes it is read with; null for the console, which holds the database and sees everything. */
  viewerId: string | null;
  /** The filters of the screen that it was asked for on, as they stand in its address; empty for everything. */
  query: string;
  /** The instant as of which a record is shown, where the source knows the past; null for as it is. */
  asOf: Instant | null;
  now: Instant;
};

/** A page of rows, each with a cell for each column, and where to go on after it. */
export type RowPage = { rows: readonly Cell[][]; after: string };

/** Something that can be exported row by row. */
export type Source = {
  /** The headings, in the order of the cells. */
  columns(reading: Reading): readonly string[];
  /** What a document of it is called, and the columns that a page has room for. */
  readable: { title: string; columns(reading: Reading): readonly string[] };
  /** How many rows there will be, as far as that is known beforehand. */
  count(reading: Reading): Promise<number>;
  /** Every row once, in an order that does not change while others go on working; `after` goes on where a reader stopped. */
  read(reading: Reading, after: string | null): AsyncIterable<RowPage>;
};
