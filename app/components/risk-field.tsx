import { useState } from "react";
import { impactLabels, likelihoodLabels, type Risk, type Score, scores } from "#app/register/risk.ts";
import { type FieldErrors, SelectField } from "./field.tsx";
import { CellMeaning, RiskGuide } from "./risk-guide.tsx";
import { RiskMatrix } from "./risk-matrix.tsx";

type Props = {
  /** What is chosen, by the names under which it is sent: `inherent.likelihood` and so on. */
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
  residualLegend?: string | undefined;
};

/**
 * Likelihood and impact before and after the controls, as four lists and the matrix beside them. The matrix follows
 * the lists where scripts run, and shows what was sent where they do not.
 */
export function RiskField({ typed, errors, residualLegend = "Residual risk, with the controls" }: Props) {
  const [chosen, setChosen] = useState(typed);
  const inherent = riskIn(chosen, "inherent");
  const residual = riskIn(chosen, "residual");
  const choose = (name: string, value: string) => setChosen((before) => ({ ...before, [name]: value }));
  return (
    <div className="risk-field">
      <div>
        <Pair
          name="inherent"
          legend="Inherent risk, without any control"
          risk={inherent}
          {...{ typed, errors, choose }}
        />
        <Pair name="residual" legend={residualLegend} risk={residual} {...{ typed, errors, choose }} />
      </div>
      <div>
        <RiskMatrix inherent={inherent} residual={residual} />
        <p className="hint">Likelihood ↑ × impact →, inherent framed, residual filled</p>
      </div>
      <RiskGuide />
    </div>
  );
}

function riskIn(chosen: Props["typed"], name: string): Risk | null {
  const likelihood = scoreOf(chosen[`${name}.likelihood`]);
  const impact = scoreOf(chosen[`${name}.impact`]);
  return likelihood && impact ? { likelihood, impact } : null;
}

function scoreOf(text: string | undefined): Score | null {
  return scores.find((score) => String(score) === text) ?? null;
}

const axes = [
  { axis: "likelihood", label: "Likelihood", labels: likelihoodLabels },
  { axis: "impact", label: "Impact", labels: impactLabels },
];

type PairProps = Pick<Props, "typed" | "errors"> & {
  name: string;
  legend: string;
  risk: Risk | null;
  choose: (name: string, value: string) => void;
};

function Pair({ name, legend, risk, typed, errors, choose }: PairProps) {
  return (
    <fieldset id={name} tabIndex={-1}>
      <legend>{legend}</legend>
      <div className="pair">
        {axes.map(({ axis, label, labels }) => (
          <SelectField
            key={axis}
            name={`${name}.${axis}`}
            label={label}
            error={errors[`${name}.${axis}`]}
            defaultValue={typed[`${name}.${axis}`] ?? ""}
            onChange={({ currentTarget }) => choose(currentTarget.name, currentTarget.value)}
          >
            <option value="">Choose</option>
            {scores.map((score) => (
              <option key={score} value={score}>
                {score} {labels[score]}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
      <div className="rated" role="status">
        <CellMeaning risk={risk} />
      </div>
    </fieldset>
  );
}
