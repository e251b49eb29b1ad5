import { type RegisterRole, readsPolicy, seesAll, seesSignIns } from "#app/register/roles.ts";
import { definitionOf } from "./definitions.ts";
import type { RowKind } from "./measured-rows.ts";

const who: Readonly<Record<RowKind, (roles: readonly RegisterRole[]) => boolean>> = {
  exceptions: seesAll,
  reviews: seesAll,
  people: readsPolicy,
  sign_ins: seesSignIns,
  rotations: readsPolicy,
  drills: readsPolicy,
};

/** Whether these roles see the rows behind a figure: people and their secrets only for those who read the directory. */
export function maySeeRows(roles: readonly RegisterRole[], key: string): boolean {
  const definition = definitionOf(key);
  return definition !== undefined && who[definition.rows](roles);
}
