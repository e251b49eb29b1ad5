import { impactLabels, likelihoodLabels, type Risk, scores } from "#app/register/risk.ts";
import { guidanceFor, impactGuidance, likelihoodGuidance } from "#app/register/risk-guidance.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { TableBox } from "./table-box.tsx";

/** What the chosen cell means, said as soon as both halves of it are chosen. */
export function CellMeaning({ risk }: { risk: Risk | null }) {
  if (!risk) return null;
  const { likelihood, impact, meaning, rating } = guidanceFor(risk);
  return (
    <div className="well stack">
      <p className="row">
        <RiskBadge rating={rating} filled /> <b>{meaning}</b>
      </p>
      <p>
        {likelihoodLabels[risk.likelihood]}: {likelihood}
      </p>
      <p>
        {impactLabels[risk.impact]}: {impact}
      </p>
    </div>
  );
}

/** What every likelihood, impact and cell means, to be read before choosing. */
export function RiskGuide() {
  return (
    <details className="risk-guide">
      <summary className="small">What the numbers mean</summary>
      <div className="stack mt-2">
        <Scale title="Likelihood" labels={likelihoodLabels} texts={likelihoodGuidance} />
        <Scale title="Impact" labels={impactLabels} texts={impactGuidance} />
        <TableBox label="What each cell means">
          <table>
            <caption className="sr">What each likelihood and impact mean together</caption>
            <thead>
              <tr>
                <th scope="col">Likelihood × impact</th>
                <th scope="col">Rating</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {scores.flatMap((likelihood) =>
                scores.map((impact) => {
                  const { meaning, rating } = guidanceFor({ likelihood, impact });
                  return (
                    <tr key={`${likelihood}${impact}`}>
                      <th scope="row" className="nowrap">
                        {likelihood} × {impact}
                      </th>
                      <td>
                        <RiskBadge rating={rating} />
                      </td>
                      <td>{meaning}</td>
                    </tr>
                  );
                }),
              )}
            </tbody>
          </table>
        </TableBox>
      </div>
    </details>
  );
}

type ScaleProps = { title: string; labels: Record<number, string>; texts: Record<number, string> };

function Scale({ title, labels, texts }: ScaleProps) {
  return (
    <div className="small">
      <b>{title}</b>
      <ol className="scale">
        {scores.map((score) => (
          <li key={score}>
            {score} {labels[score]}: <span className="muted">{texts[score]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
