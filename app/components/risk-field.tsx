import { useState } from "react";
import {
  impactLabels,
  likelihoodLabels,
  type Rating,
  type Risk,
  rate,
  type Score,
  scores,
} from "#app/register/risk.ts";
import { type FieldErrors, SelectField } from "./field.tsx";
import { RiskBadge } from "./risk-badge.tsx";
import { RiskMatrix } from "./risk-matrix.tsx";

type Chosen = { [Key in keyof Risk]: Score | null };

type Props = {
  inherent: Risk | null;
  residual: Risk | null;
  errors?: FieldErrors | undefined;
};

/**
 * Likelihood and impact before and after the controls: four lists, sent as `inherent.likelihood` and so on, and the
 * matrix beside them, which follows where JavaScript runs and shows what was saved where it does not.
 */
export function RiskField({ inherent, residual, errors = {} }: Props) {
  const [before, setBefore] = useState<Chosen>(inherent ?? { likelihood: null, impact: null });
  const [after, setAfter] = useState<Chosen>(residual ?? { likelihood: null, impact: null });
  return (
    <div className="risk-field">
      <div>
        <Pair
          name="inherent"
          legend="Inherent risk, without the controls"
          {...{ errors }}
          chosen={before}
          choose={setBefore}
        />
        <Pair
          name="residual"
          legend="Residual risk, with the controls"
          {...{ errors }}
          chosen={after}
          choose={setAfter}
        />
      </div>
      <div>
        <RiskMatrix inherent={complete(before)} residual={complete(after)} />
        <p className="hint">Likelihood ↑ × impact →; inherent framed, residual filled</p>
      </div>
    </div>
  );
}

function complete({ likelihood, impact }: Chosen): Risk | null {
  return likelihood && impact ? { likelihood, impact } : null;
}

type PairProps = {
  name: "inherent" | "residual";
  legend: string;
  errors: FieldErrors;
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
};

function Pair({ name, legend, errors, chosen, choose }: PairProps) {
  const rating = ratingOf(chosen);
  const select = (part: keyof Risk, label: string, labels: Record<Score, string>) => (
    <SelectField
      name={`${name}.${part}`}
      label={label}
      error={errors[`${name}.${part}`]}
      value={chosen[part] ?? ""}
      onChange={({ currentTarget: { value } }) => choose({ ...chosen, [part]: scoreOf(value) })}
    >
      <option value="">Choose</option>
      {scores.map((score) => (
        <option key={score} value={score}>
          {score} {labels[score]}
        </option>
      ))}
    </SelectField>
  );
  return (
    <fieldset id={name} tabIndex={-1}>
      <legend>{legend}</legend>
      <div className="pair">
        {select("likelihood", "Likelihood", likelihoodLabels)}
        {select("impact", "Impact", impactLabels)}
      </div>
      <p className="rated" role="status">
        {rating && <RiskBadge rating={rating} filled />}
      </p>
    </fieldset>
  );
}

function scoreOf(text: string): Score | null {
  return scores.find((score) => String(score) === text) ?? null;
}

function ratingOf(chosen: Chosen): Rating | null {
  const risk = complete(chosen);
  return risk && rate(risk);
}
