import { type Dimension, dimensions, dimensionsOf } from "./dimensions.ts";

/** Of which part of a workspace figures are: what each of these has to be; without any, all of it. */
export type Within = { readonly [D in Dimension]?: string };

const longestValue = 200;

/** Reads from an address which part is asked for; what is empty or too long is as if it was not asked. */
export function withinOf(search: URLSearchParams): Within {
  return Object.fromEntries(
    dimensions.flatMap((dimension) => {
      const value = search.get(dimension);
      return value && value.length <= longestValue ? [[dimension, value]] : [];
    }),
  );
}

/** Returns by what a part is told apart. */
export function dimensionsIn(within: Within): Dimension[] {
  return dimensions.filter((dimension) => within[dimension] !== undefined);
}

export function isWhole(within: Within): boolean {
  return dimensionsIn(within).length === 0;
}

/** Returns by what a figure would have to be taken apart for this part, and cannot be. */
export function notTakenApartBy(key: string, within: Within): Dimension[] {
  const known = dimensionsOf(key);
  return dimensionsIn(within).filter((dimension) => !known.includes(dimension));
}

/** Returns the address of a page with the part that it is of, and whatever else it asks for. */
export function addressWithin(path: string, within: Within, others: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...others, ...within }).toString();
  return query === "" ? path : `${path}?${query}`;
}
