import type { DecisionSettings } from "./decision-settings.ts";
import { type Rating, ratings, worse } from "./risk.ts";

/** The least rating that a scope allows, and why, in words. */
export type RatingFloor = { rating: Rating; reasons: string[] };

/** How a rating came about. */
export type RatingBasis = {
  /** From likelihood and impact alone. */
  computed: Rating;
  /** Null where whom it reaches sets no least rating. */
  floor: RatingFloor | null;
  /** Why the assessor chose another rating than the one that follows; null where they did not. */
  overriddenFor: string | null;
};

/** Whom a scope reaches, as far as its rating depends on it. */
export type RatedScope = {
  /** Null where it names nobody, and so means anybody. */
  people: number | null;
  everybody: number;
  /** How many of the people hold a privileged role. */
  privilegedPeople: number;
  /** The names of privileged roles in the scope. */
  privilegedRoles: readonly string[];
};

/** A share says something only of more people than a small team. */
const leastForShare = 10;

/** Returns the least rating for whom a scope reaches: privileged people and wide scopes are never a small risk. */
export function ratingFloor(scope: RatedScope, settings: DecisionSettings): RatingFloor | null {
  const found = [...floorsOfPrivilege(scope), ...floorsOfWidth(scope, settings)];
  if (found.length === 0) return null;
  const rating = found.map((each) => each.rating).reduce(worse);
  return { rating, reasons: found.filter((each) => each.rating === rating).map(({ reason }) => reason) };
}

type Found = { rating: Rating; reason: string };

function floorsOfPrivilege({ privilegedPeople, privilegedRoles }: RatedScope): Found[] {
  const roles = privilegedRoles.map((name): Found => ({ rating: "high", reason: `The role “${name}” is privileged.` }));
  if (privilegedPeople === 0) return roles;
  const whom =
    privilegedPeople === 1 ? "One of the people it lets in holds" : `${privilegedPeople} of the people it lets in hold`;
  return [...roles, { rating: "high", reason: `${whom} a privileged role.` }];
}

function floorsOfWidth({ people, everybody }: RatedScope, settings: DecisionSettings): Found[] {
  const { moderateFromPeople, highFromPeople, highFromPercent } = settings;
  const reached = people ?? everybody;
  const whom =
    people === null ? `It names nobody, and so reaches all ${everybody} people` : `It reaches ${people} people`;
  if (reached >= highFromPeople)
    return [{ rating: "high", reason: `${whom}; from ${highFromPeople} on that is high.` }];
  if (reached >= leastForShare && reached * 100 >= everybody * highFromPercent)
    return [{ rating: "high", reason: `${whom} of ${everybody}; from ${highFromPercent} % on that is high.` }];
  if (reached >= moderateFromPeople)
    return [{ rating: "moderate", reason: `${whom}; from ${moderateFromPeople} on that is moderate.` }];
  return [];
}

/** Whether a rating is less than a floor allows. */
export function isBelow(rating: Rating, floor: RatingFloor | null): boolean {
  return floor !== null && ratings.indexOf(rating) < ratings.indexOf(floor.rating);
}
