import { ratingLabels } from "#app/categories/category-texts.ts";
import { ratings } from "#app/register/risk.ts";
import { approverGroupLabels, approverGroups } from "#app/register/roles.ts";
import type { FieldErrors } from "./field.tsx";
import { FieldError } from "./field-error.tsx";
import { TableBox } from "./table-box.tsx";

type Props = { fields: Readonly<Record<string, string>>; errors: FieldErrors };

/** By residual rating: how often it is reviewed, and how many of each body have to approve. */
export function CategoryRatings({ fields, errors }: Props) {
  return (
    <TableBox label="By rating">
      <table className="dense ratings">
        <caption className="sr">By residual rating; 0 where a body is not asked</caption>
        <thead>
          <tr>
            <th scope="col">Rating</th>
            <th scope="col">Review every, days</th>
            {approverGroups.map((group) => (
              <th scope="col" key={group}>
                {approverGroupLabels[group]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ratings.map((rating) => {
            const cell = (name: string, label: string, field = name) => (
              <input
                id={name}
                name={name}
                inputMode="numeric"
                aria-label={`${label}, ${ratingLabels[rating].toLowerCase()}`}
                aria-invalid={errors[field] ? true : undefined}
                aria-describedby={errors[field] ? `${field}-error` : undefined}
                defaultValue={fields[name]}
              />
            );
            const [review, stages] = [`reviewEveryDays.${rating}`, `stages.${rating}`];
            return (
              <tr key={rating} id={stages} tabIndex={-1}>
                <th scope="row">
                  {ratingLabels[rating]}
                  {[review, stages].map(
                    (field) =>
                      errors[field] && (
                        <FieldError key={field} id={`${field}-error`}>
                          {errors[field]}
                        </FieldError>
                      ),
                  )}
                </th>
                <td>{cell(review, "Review every, days")}</td>
                {approverGroups.map((group) => (
                  <td key={group}>{cell(`${stages}.${group}`, approverGroupLabels[group], stages)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableBox>
  );
}
