import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type RecordIds, recordsWithin } from "#db/records-within.ts";
import { definitions } from "./definitions.ts";
import { derive, type Figures, measure } from "./measure.ts";
import { measureRegisterNow } from "./measure-register-now.server.ts";
import type { MeasuredRecord, Rows } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { momentOf, readRows } from "./read-rows.server.ts";
import { signInsByApplication } from "./read-sign-ins.server.ts";
import { dimensionsIn, isWhole, type Within } from "./within.ts";

export type { Figures } from "./measure.ts";

/** How things stand: the figures, the records as far as figures tell them apart, which those are, and where people work. */
export type Standing = {
  figures: Figures;
  groups: readonly MeasuredRecord[];
  ids: RecordIds;
  /** The departments of the whole workspace. */
  departments: string[];
};

/** Measures the workspace as it is; what there is nothing to say of is left out. */
export async function figuresNow(db: Db, workspaceId: string, now: Instant): Promise<Figures> {
  return (await standingNow(db, workspaceId, {}, now)).figures;
}

/** Measures a part of the workspace as it is; a figure that cannot be taken apart by what the part is told by is left out. */
export async function standingNow(db: Db, workspaceId: string, within: Within, now: Instant): Promise<Standing> {
  const moment = await momentOf(db, workspaceId, null, now);
  const rows = await readRows(db, moment, ["reviews", "people", "sign_ins", "rotations", "drills"]);
  const ids = isWhole(within) ? null : await recordsWithin(db, workspaceId, within);
  const { figures, groups } = await measureRegisterNow(db, moment, ids);
  const ofPart = ids === null ? rows : await rowsWithin(db, moment, { rows, within, ids });
  const measured = { ...figures, ...measure(definitions, ofPart, now) };
  // A ratio is to the whole workspace, whichever part is looked at.
  const wholes = ids === null ? {} : measure(wholesOfRatios, rows, now);
  const departments = new Set(rows.people?.flatMap(({ department }) => department ?? []));
  return {
    ...{ groups, ids, departments: [...departments].sort((one, other) => one.localeCompare(other)) },
    figures: { ...measured, ...derive(definitions, { ...measured, ...wholes }) },
  };
}

const wholeKeys = definitions.flatMap(({ derived }) => (derived?.kind === "ratio" ? [derived.whole] : []));
const wholesOfRatios = definitions.filter(({ key }) => wholeKeys.includes(key));

type Part = { rows: Rows; within: Within; ids: readonly string[] };

/** The rows of a part, of the kinds that can be told apart by it; of the others nothing is known. */
async function rowsWithin(db: Db, moment: Moment, { rows, within, ids }: Part): Promise<Rows> {
  const records = new Set(ids);
  const reviews = rows.reviews?.filter(({ exceptionId }) => records.has(exceptionId)) ?? [];
  const [only, ...others] = dimensionsIn(within);
  if (others.length > 0) return { reviews };
  if (only === "department" && rows.people)
    return { reviews, people: rows.people.filter(({ department }) => department === within.department) };
  if (only !== "application") return { reviews };
  const signIns = await signInsByApplication(db, moment);
  return { reviews, sign_ins: signIns.get(within.application ?? "") ?? [] };
}
