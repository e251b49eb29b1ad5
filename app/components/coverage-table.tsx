import { Link } from "@remix-run/react";
import type { FigureCard } from "#app/reports/dashboard-view.server.ts";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";

type Props = { coverage: readonly { who: string; note: string; cards: readonly FigureCard[] }[] };

/** MFA coverage both ways: whoever is exempted counts as a gap, or is left out, and what lies between. */
export function CoverageTable({ coverage }: Props) {
  return (
    <Card
      title="MFA coverage"
      aside={<Link to="/dashboard/people_without_factor">people without a factor</Link>}
      isFlush
    >
      <TableBox label="MFA coverage">
        <table>
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col" className="num">
                Exempted as gaps
              </th>
              <th scope="col" className="num">
                Exempted left out
              </th>
              <th scope="col" className="num">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {coverage.map(({ who, note, cards }) => (
              <tr key={who}>
                <th scope="row">
                  {who}
                  <span className="two">{note}</span>
                </th>
                {cards.map(({ key, figure, label, note: said, to }) => (
                  <td className="num" key={key}>
                    {figure === null ? (
                      <span className="muted">–</span>
                    ) : (
                      <Link to={to} aria-label={`${label}: ${figure}`}>
                        {figure}
                      </Link>
                    )}
                    {figure !== null && said && <span className="two">{said}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      <p className="hint body">
        Both belong in a report: the first shows what exceptions leave open, the second how far enrolment has come among
        everybody else.
      </p>
    </Card>
  );
}
