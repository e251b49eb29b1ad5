import type { Db } from "#db/connect.ts";
import type { Journal } from "#db/write.ts";
import { contentHash } from "./content-hash.ts";
import type { Exception } from "./exception.ts";
import { floorOf } from "./rating-floor.server.ts";
import { isBelow, type RatingBasis } from "./rating-floor.ts";
import { Refused } from "./refused.ts";
import { type Rating, rate, worse } from "./risk.ts";
import { moved, type StepOf, said, subjectOf } from "./step.ts";

/** Rates the risk of a record; whom it reaches sets the least rating, whatever likelihood and impact say. */
export async function assess(tx: Db, { audit }: Journal, step: StepOf<"assess">): Promise<Exception> {
  const { before, input } = step;
  const { inherent, residual } = input;
  // Only compensating controls lower a risk: without one the inherent rating stands.
  const hasControls = before.compensatingControls.length > 0;
  const computed = hasControls ? rate(residual) : worse(rate(inherent), rate(residual));
  const floor = await floorOf(tx, before);
  const { rating, overriddenFor } = chosenRating(floor ? worse(computed, floor.rating) : computed, floor, input);
  const ratingBasis: RatingBasis = { computed, floor, overriddenFor };
  const rated = { inherentRisk: inherent, residualRisk: residual, rating, ratingBasis };
  const hash = contentHash({ ...before, ...rated });
  const after = { ...moved(step), ...rated, assessment: input.comment, contentHash: hash };
  audit("exception.assessed", subjectOf(step), {
    ...said(step, after),
    inherent,
    residual,
    rating,
    basis: ratingBasis,
    contentHash: hash,
  });
  return after;
}

/** An assessor who knows better says why, and never goes below the floor. */
function chosenRating(
  follows: Rating,
  floor: RatingBasis["floor"],
  { rating = follows, rating_reason: reason = "" }: StepOf<"assess">["input"],
): { rating: Rating; overriddenFor: string | null } {
  if (rating === follows) return { rating, overriddenFor: null };
  if (isBelow(rating, floor))
    throw new Refused(400, "below_floor", `It cannot be rated below ${floor?.rating}. ${floor?.reasons.join(" ")}`, {
      field: "rating",
    });
  if (reason === "")
    throw new Refused(400, "rating_reason_needed", `Say why it is rated ${rating} and not ${follows}.`, {
      field: "rating_reason",
    });
  return { rating, overriddenFor: reason };
}
