import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { CategoryId } from "./category.ts";
import type { Rating } from "./risk.ts";

export const sortKeys = ["expires", "filed", "title", "risk"] as const;
export type SortKey = (typeof sortKeys)[number];

/** Which records, in which order, from where on. A value of null means "any". */
export type ListQuery = {
  search: string;
  states: readonly ExceptionState[];
  categories: readonly CategoryId[];
  ratings: readonly Rating[];
  ownerId: string | null;
  requestorId: string | null;
  /** Only records that this person filed, owns or profits from by name; for people without a role. */
  concerning: string | null;
  /** Only records that end at this instant or after it. */
  endsFrom: Instant | null;
  /** Only records that end before this instant. */
  endsBefore: Instant | null;
  /** Only records whose review was due before this instant. */
  reviewBefore: Instant | null;
  withoutControls: boolean;
  sort: SortKey;
  descending: boolean;
  /** The sort value and id of the record after which the page begins. */
  after: { value: string | number; id: string } | null;
  limit: number;
};

export const everything: ListQuery = {
  search: "",
  states: [],
  categories: [],
  ratings: [],
  ownerId: null,
  requestorId: null,
  concerning: null,
  endsFrom: null,
  endsBefore: null,
  reviewBefore: null,
  withoutControls: false,
  sort: "expires",
  descending: false,
  after: null,
  limit: 50,
};
