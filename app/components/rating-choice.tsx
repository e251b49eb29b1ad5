import { isBelow, type RatingFloor } from "#app/register/rating-floor.ts";
import { ratings } from "#app/register/risk.ts";
import { Banner } from "./banner.tsx";
import { type FieldErrors, SelectField, TextAreaField } from "./field.tsx";
import { FloorText } from "./rating-basis.tsx";
import { ratingLabels } from "./risk-badge.tsx";

type Props = { floor: RatingFloor | null; errors: FieldErrors; typed: Readonly<Record<string, string>> };

/** The least rating that whom it reaches allows, and another one than follows for an assessor who can say why. */
export function RatingChoice({ floor, errors, typed }: Props) {
  const isChosen = Boolean(typed.rating || errors.rating || errors.rating_reason);
  return (
    <>
      {floor && (
        <Banner tone="caution">
          <FloorText floor={floor} /> It counts whatever likelihood and impact say.
        </Banner>
      )}
      <details className="field" open={isChosen}>
        <summary className="small">Rate it otherwise than likelihood and impact say</summary>
        <div className="mt-2">
          <SelectField
            name="rating"
            label="Rating"
            hint="Approvals are of this rating; the approvers read why it was chosen"
            error={errors.rating}
            defaultValue={typed.rating ?? ""}
          >
            <option value="">As likelihood, impact and scope say</option>
            {ratings
              .filter((rating) => !isBelow(rating, floor))
              .map((rating) => (
                <option key={rating} value={rating}>
                  {ratingLabels[rating].label}
                </option>
              ))}
          </SelectField>
          <TextAreaField
            name="rating_reason"
            label="Why this rating"
            hint="Needed when another one is chosen"
            error={errors.rating_reason}
            defaultValue={typed.rating_reason}
            className="short"
            rows={2}
          />
        </div>
      </details>
    </>
  );
}
