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
  /** Only records that are not over at this instant: they end after it. */
  endsAfter: Instant | null;
  /** Only records that are over at this instant: they end with it at the latest. */
  endsBy: Instant | null;
  /** Only records whose review is due after this instant. */
  reviewAfter: Instant | null;
  /** Only records whose review was due by this instant. */
  reviewBy: Instant | null;
  withoutControls: boolean;
  isEmergency: boolean;
  /** Only records whose owner is barred from signing in, so that nobody answers for them. */
  ownerIsBarred: boolean;
  /** Only records with a step of the exit plan that was due by this instant and is not done. */
  planDueBy: Instant | null;
  /** Only records that nobody has tested yet. */
  isUntested: boolean;
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
  endsAfter: null,
  endsBy: null,
  reviewAfter: null,
  reviewBy: null,
  withoutControls: false,
  isEmergency: false,
  ownerIsBarred: false,
  planDueBy: null,
  isUntested: false,
  unusedSince: null,
  also: [],
  ids: null,
  concerning: null,
  sort: "expires",
  descending: false,
  after: null,
  limit: 50,
};
