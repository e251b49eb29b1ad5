import { custodyFigures } from "./custody-figures.ts";
import type { Definition } from "./kpi.ts";
import { peopleFigures } from "./people-figures.ts";
import { registerFigures } from "./register-figures.ts";
import { reviewFigures } from "./review-figures.ts";
import { signInFigures } from "./sign-in-figures.ts";

/** Every figure that is kept for each day, with what it is made of. */
export const definitions: readonly Definition[] = [
  ...registerFigures,
  ...reviewFigures,
  ...custodyFigures,
  ...signInFigures,
  ...peopleFigures,
];

const byKey = new Map(definitions.map((definition) => [definition.key, definition]));

/** Returns the definition of a figure; undefined where there is none of the name. */
export function definitionOf(key: string): Definition | undefined {
  return byKey.get(key);
}
