import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { zoneOfDay } from "#db/kpi-snapshots.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { RowKind, RowKinds, Rows } from "./measured-rows.ts";
import { endOfDay, type Moment, momentOfNow } from "./moment.ts";
import { readDrills, readRotations } from "./read-custody.server.ts";
import { readPeople } from "./read-people.server.ts";
import { readRecords } from "./read-records.server.ts";
import { readReviews } from "./read-reviews.server.ts";
import { readSignIns } from "./read-sign-ins.server.ts";

type Readers = { [K in RowKind]: (db: Db, moment: Moment) => Promise<RowKinds[K][] | undefined> };

/** How each kind of row is read, as it was at a moment; undefined where nothing is known of then. */
const readers: Readers = {
  exceptions: readRecords,
  reviews: readReviews,
  people: readPeople,
  sign_ins: readSignIns,
  rotations: readRotations,
  drills: readDrills,
};

/** Reads the rows of these kinds at a moment. */
export async function readRows(db: Db, moment: Moment, kinds: readonly RowKind[]): Promise<Rows> {
  const rows: Rows = {};
  for (const kind of kinds) Object.assign(rows, { [kind]: await readers[kind](db, moment) });
  return rows;
}

/** Returns the moment that a figure is asked of: the end of a day, or now where none is named. */
export async function momentOf(db: Db, workspaceId: string, day: string | null, now: Instant): Promise<Moment> {
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new Error(`no workspace ${workspaceId}, expected one to measure`);
  if (day === null) return momentOfNow(workspace, now);
  const timeZone = (await zoneOfDay(db, workspaceId, day)) ?? workspace.timeZone;
  return endOfDay({ ...workspace, timeZone }, day);
}
