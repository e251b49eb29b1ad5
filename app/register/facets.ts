import { exceptionStates } from "#app/engine/types.ts";
import { categoryIds } from "./category.ts";
import type { ListParams } from "./list-params.ts";
import { ratings } from "./risk.ts";
import { marks, reviewTimes } from "./views.ts";

/** The terms that the filters offer, in days; an address may ask for any other. */
export const endTerms = [7, 30, 90] as const;
export const unusedTerms = [30, 90, 180] as const;

export type FacetName = "state" | "category" | "rating" | "ends_within" | "review" | "unused_for" | "only" | "owner";

/** One value that can be filtered by, and what would be asked for with it. */
export type FacetValue = { name: FacetName; value: string; params: ListParams };

/** How many records each value would give, in words, by filter and value; null where it was not counted. */
export type FacetCounts = Readonly<Record<FacetName, Readonly<Record<string, string>>>> | null;

/**
 * Returns every value of every filter, each beside all the other filters that are on: what somebody would see who chose
 * it in place of what is chosen in the same filter. Marks add up, so each stands beside the other marks as well.
 */
export function facetsOf(params: ListParams, owners: readonly string[]): FacetValue[] {
  const of = (name: FacetName, value: string | number, changes: Partial<ListParams>): FacetValue => ({
    name,
    value: String(value),
    params: { ...params, cursor: null, ...changes },
  });
  return [
    ...exceptionStates.map((value) => of("state", value, { state: [value] })),
    ...categoryIds.map((value) => of("category", value, { category: [value] })),
    ...ratings.map((value) => of("rating", value, { rating: [value] })),
    ...endTerms.map((value) => of("ends_within", value, { ends_within: value })),
    ...reviewTimes.map((value) => of("review", value, { review: value })),
    ...unusedTerms.map((value) => of("unused_for", value, { unused_for: value })),
    ...marks.map((value) => of("only", value, { only: [...new Set([...params.only, value])] })),
    ...owners.map((value) => of("owner", value, { owner: [value] })),
  ];
}

/** Puts counts, in the order of the values, by filter and value. */
export function countsByFacet(
  values: readonly FacetValue[],
  counts: readonly { count: number; isAtLeast: boolean }[],
): NonNullable<FacetCounts> {
  const all: Record<FacetName, Record<string, string>> = {
    ...{ state: {}, category: {}, rating: {}, ends_within: {} },
    ...{ review: {}, unused_for: {}, only: {}, owner: {} },
  };
  values.forEach(({ name, value }, index) => {
    all[name][value] = countText(counts[index]?.count ?? 0, counts[index]?.isAtLeast);
  });
  return all;
}

/** Above this many a page says "1,000+": counting a whole register would make a large one slow. */
export const countedUpTo = 1000;

export function countText(count: number, isAtLeast = false): string {
  if (count > countedUpTo) return "1,000+";
  return isAtLeast ? `${count}+` : String(count);
}
