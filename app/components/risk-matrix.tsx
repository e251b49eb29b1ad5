import { type Risk, rate, scores } from "#app/register/risk.ts";

type Props = { inherent: Risk | null; residual: Risk | null };

/** Likelihood by impact, with the inherent risk framed and the residual one filled. */
export function RiskMatrix({ inherent, residual }: Props) {
  const at = (risk: Risk | null, likelihood: number, impact: number) =>
    risk?.likelihood === likelihood && risk.impact === impact;
  return (
    <table className="matrix">
      <caption className="sr">
        Likelihood down, impact across.{inherent && ` Inherent risk ${inherent.likelihood} by ${inherent.impact}.`}
        {residual && ` Residual risk ${residual.likelihood} by ${residual.impact}.`}
      </caption>
      <thead>
        <tr>
          <td>
            <span className="sr">Likelihood</span>
          </td>
          {scores.map((impact) => (
            <th key={impact} scope="col">
              {impact}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {scores.toReversed().map((likelihood) => (
          <tr key={likelihood}>
            <th scope="row">{likelihood}</th>
            {scores.map((impact) => {
              const isInherent = at(inherent, likelihood, impact);
              const isResidual = at(residual, likelihood, impact);
              const mark = `${isInherent ? " inherent" : ""}${isResidual ? " residual" : ""}`;
              return (
                <td key={impact} className={rate({ likelihood, impact }) + mark}>
                  {likelihood * impact}
                  {mark && <span className="sr">{mark}</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
