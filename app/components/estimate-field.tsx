import { useState } from "react";
import { impactLabels, likelihoodLabels, type Risk, scores } from "#app/register/risk.ts";
import { type FieldErrors, SelectField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";
import { CellMeaning, RiskGuide } from "./risk-guide.tsx";

type Props = { estimate: Risk | null; errors: FieldErrors };

const axes = [
  { axis: "likelihood", label: "Likelihood", labels: likelihoodLabels },
  { axis: "impact", label: "Impact", labels: impactLabels },
] as const;

/** How risky whoever files it thinks it is. The rating is the assessor's; this is what they begin with. */
export function EstimateField({ estimate, errors }: Props) {
  const [chosen, setChosen] = useState<Partial<Risk>>(estimate ?? {});
  const { likelihood, impact } = chosen;
  return (
    <>
      <FieldSet
        name="estimate"
        legend="How risky do you think it is, with these controls?"
        hint="Your own view; the rating is made by an approver. It says here already who will have to approve. May be left open."
        error={errors.estimate}
      >
        <div className="pair">
          {axes.map(({ axis, label, labels }) => (
            <SelectField
              key={axis}
              name={`estimate.${axis}`}
              label={label}
              error={errors[`estimate.${axis}`]}
              defaultValue={estimate?.[axis] ?? ""}
              onChange={({ currentTarget: { value } }) =>
                setChosen((before) => ({ ...before, [axis]: scores.find((score) => String(score) === value) }))
              }
            >
              <option value="">Not said</option>
              {scores.map((score) => (
                <option key={score} value={score}>
                  {score} {labels[score]}
                </option>
              ))}
            </SelectField>
          ))}
        </div>
        <CellMeaning risk={likelihood && impact ? { likelihood, impact } : null} />
      </FieldSet>
      <RiskGuide />
    </>
  );
}
