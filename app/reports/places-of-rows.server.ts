import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { peopleAsOf } from "#db/measured-people.ts";
import { applicationsOf, departmentsOf, measuredPlaces } from "#db/measured-places.ts";
import { findUsers } from "#db/users.ts";
import type { Dimension } from "./dimensions.ts";
import type { RowKind, RowKinds } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";

type Row = RowKinds[RowKind];

/** Returns what each of these rows is of, such as its category; some are of several, and what is not known is "". */
export async function placesOf(
  db: Db,
  moment: Moment,
  { dimension, kind, rows }: { dimension: Dimension; kind: RowKind; rows: readonly Row[] },
): Promise<(row: Row) => readonly string[]> {
  if (kind === "people") return (row) => [("department" in row ? row.department : null) ?? ""];
  if (kind !== "exceptions" && kind !== "reviews") return () => [];
  const recordOf = (row: Row) => ("exceptionId" in row ? row.exceptionId : row.id);
  const ids = [...new Set(rows.map(recordOf))];
  if (dimension === "application") {
    const applications = await applicationsOf(db, moment.workspaceId, {
      ids,
      at: moment.day === null ? null : moment.at,
    });
    return (row) => {
      const found = applications.get(recordOf(row)) ?? [];
      return found.length === 0 ? [""] : found;
    };
  }
  const known = new Map<string, { category: string; rating: string | null; ownerId: string | null }>(
    kind === "exceptions"
      ? rows.flatMap((row) => ("ownerId" in row ? [[row.id, row] as const] : []))
      : await measuredPlaces(db, moment.workspaceId, ids),
  );
  if (dimension === "category") return (row) => [known.get(recordOf(row))?.category ?? ""];
  if (dimension === "rating") return (row) => [known.get(recordOf(row))?.rating ?? ""];
  const ownerOf = (row: Row) => known.get(recordOf(row))?.ownerId ?? "";
  if (dimension === "owner") return (row) => [ownerOf(row)];
  const departments = await departmentsAt(db, moment, [...new Set(rows.map(ownerOf))]);
  return (row) => [departments.get(ownerOf(row)) ?? ""];
}

/** As they were kept on a past day; as they are for now. */
async function departmentsAt(
  db: Db,
  { workspaceId, day }: Moment,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (day === null) return departmentsOf(db, workspaceId, ids);
  const kept = await peopleAsOf(db, workspaceId, { day, after: "", limit: ids.length, ids });
  return new Map(kept.map(({ id, department }) => [id, department]));
}

const nothing: Readonly<Record<Dimension, string>> = {
  category: "No category",
  rating: "Not rated",
  owner: "No owner",
  department: "No department",
  application: "Any application",
};

/** Returns what values of a dimension are called. */
export async function labelsOf(
  db: Db,
  workspaceId: string,
  dimension: Dimension,
  values: readonly string[],
): Promise<(value: string) => string> {
  const names = await namesFor(
    db,
    workspaceId,
    dimension,
    values.filter((value) => value !== ""),
  );
  return (value) => (value === "" ? nothing[dimension] : (names.get(value) ?? value));
}

/** A word as it stands by itself. */
export function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

async function namesFor(db: Db, workspaceId: string, dimension: Dimension, values: readonly string[]) {
  if (dimension === "category")
    return new Map((await listCategories(db, workspaceId)).map(({ id, label }) => [id as string, label]));
  if (dimension === "owner") {
    const users = await findUsers(db, workspaceId, [...values]);
    return new Map([...users].map(([id, { displayName }]) => [id, displayName]));
  }
  if (dimension === "rating") return new Map(values.map((rating) => [rating, capitalized(rating)]));
  if (dimension !== "application") return new Map<string, string>();
  const named = await namesOf(db, workspaceId, [...values]);
  return new Map(values.map((id) => [id, named.get(`application:${id}`) ?? id]));
}
