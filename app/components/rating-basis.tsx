import type { Exception } from "#app/register/exception.ts";
import type { RatingFloor } from "#app/register/rating-floor.ts";
import { ratingLabels } from "./risk-badge.tsx";

/** Says why a rating is not the one that likelihood and impact give. */
export function RatingBasisNote({
  record: { rating, ratingBasis },
}: {
  record: Pick<Exception, "rating" | "ratingBasis">;
}) {
  if (!rating || !ratingBasis) return null;
  const { computed, floor, overriddenFor } = ratingBasis;
  return (
    <>
      {overriddenFor && (
        <p className="small prose">
          <b>Rated {ratingLabels[rating].label.toLowerCase()} by the assessor’s choice</b>, not{" "}
          {ratingLabels[computed].label.toLowerCase()} as likelihood and impact say: {overriddenFor}
        </p>
      )}
      {floor && (
        <p className="small">
          <FloorText floor={floor} />
        </p>
      )}
    </>
  );
}

/** The least rating, and whom it comes from. */
export function FloorText({ floor }: { floor: RatingFloor }) {
  return (
    <>
      <b>{ratingLabels[floor.rating].label} is the least rating.</b> {floor.reasons.join(" ")}
    </>
  );
}
