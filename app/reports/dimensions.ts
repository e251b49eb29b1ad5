import { definitionOf } from "./definitions.ts";
import type { RowKind } from "./measured-rows.ts";

export const dimensions = ["category", "rating", "owner", "department", "application"] as const;
/** By what a figure can be taken apart. */
export type Dimension = (typeof dimensions)[number];

const ofKind: Readonly<Record<RowKind, readonly Dimension[]>> = {
  exceptions: dimensions,
  reviews: dimensions,
  people: ["department"],
  sign_ins: ["application"],
  rotations: [],
  drills: [],
};

/** Returns by what a figure can be taken apart. A record is of the department of its owner, and counts in each of its applications. */
export function dimensionsOf(key: string): readonly Dimension[] {
  const definition = definitionOf(key);
  return definition === undefined ? [] : ofKind[definition.rows];
}
