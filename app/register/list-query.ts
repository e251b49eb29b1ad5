import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { CategoryId } from "./category.ts";
import type { Rating } from "./risk.ts";

export const sortKeys = ["expires", "filed", "title", "risk"] as const;
export type SortKey = (typeof sortKeys)[number];

/** What a record has to be. An empty list and null mean "any". */
export type Condition = {
  states: readonly ExceptionState[];
  categories: readonly CategoryId[];
  ratings: readonly Rating[];
  ownerIds: readonly string[];
  requestorId: string | null;
  /** Keys of the scope, as "group:finance"; a record has to name one of each list. */
  named: readonly (readonly string[])[];
  /** Only records that end at this instant or after it. */
  endsFrom: Instant | null;
  /** Only records that end before this instant. */
  endsBefore: Instant | null;
  /** Only records whose review is due at this instant or after it. */
  reviewFrom: Instant | null;
  /** Only records whose review was due before this instant. */
  reviewBefore: Instant | null;
  withoutControls: boolean;
  isEmergency: boolean;
  /** Only records whose owner is barred from signing in, so that nobody answers for them. */
  ownerIsBarred: boolean;
  /** Only records that no sign-in has rested on since. */
  unusedSince: Instant | null;
};

/** Which records, in which order, from where on. */
export type ListQuery = Condition & {
  search: string;
  /** What else has to hold, such as what a view or a tick means; a list of states here never widens the one above. */
  also: readonly Partial<Condition>[];
  /** Only these records; null for any. */
  ids: readonly string[] | null;
  /** Only records that this person filed, owns or profits from by name; for people without a role. */
  concerning: string | null;
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
  ownerIds: [],
  requestorId: null,
  named: [],
  endsFrom: null,
  endsBefore: null,
  reviewFrom: null,
  reviewBefore: null,
  withoutControls: false,
  isEmergency: false,
  ownerIsBarred: false,
  unusedSince: null,
  also: [],
  ids: null,
  concerning: null,
  sort: "expires",
  descending: false,
  after: null,
  limit: 50,
};
