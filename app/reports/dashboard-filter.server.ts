import { ratings } from "#app/register/risk.ts";
import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects } from "#db/directory.ts";
import { dimensionTitles } from "./dimension-labels.ts";
import { type Dimension, dimensions } from "./dimensions.ts";
import { capitalized, labelsOf } from "./places-of-rows.server.ts";
import { dimensionsIn, type Within } from "./within.ts";

export type FilterChoice = { value: string; label: string };
/** What a dashboard can be filtered by: each with what it can be, and what it is. */
export type DashboardFilter = { dimension: Dimension; title: string; choices: FilterChoice[]; chosen: string }[];

/** Of so many owners a page lets choose: those of the most live exceptions. */
const mostOwners = 50;

type Known = {
  /** The owners of live exceptions in the whole workspace, those of the most first. */
  owners: readonly FilterChoice[];
  departments: readonly string[];
};

/** Returns by what the dashboard can be filtered, and by what it is; whatever is chosen is among the choices. */
export async function dashboardFilter(
  db: Db,
  workspaceId: string,
  within: Within,
  { owners, departments }: Known,
): Promise<DashboardFilter> {
  const choices: Record<Dimension, FilterChoice[]> = {
    category: (await listCategories(db, workspaceId)).map(({ id, label }) => ({ value: id, label })),
    rating: ratings.toReversed().map((rating) => ({ value: rating, label: capitalized(rating) })),
    owner: inOrder(owners.filter(({ value }) => value !== "").slice(0, mostOwners)),
    department: departments.map((department) => ({ value: department, label: department })),
    application: (await listDirectoryObjects(db, workspaceId, "application")).map(({ id, name }) => ({
      value: id,
      label: name,
    })),
  };
  for (const dimension of dimensionsIn(within)) {
    const value = within[dimension] ?? "";
    if (choices[dimension].some((choice) => choice.value === value)) continue;
    const labelOf = await labelsOf(db, workspaceId, dimension, [value]);
    choices[dimension].push({ value, label: labelOf(value) });
  }
  return dimensions.map((dimension) => ({
    dimension,
    title: dimensionTitles[dimension],
    choices: choices[dimension],
    chosen: within[dimension] ?? "",
  }));
}

function inOrder(choices: readonly FilterChoice[]): FilterChoice[] {
  return choices
    .map(({ value, label }) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
