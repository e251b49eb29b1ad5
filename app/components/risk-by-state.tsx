import { Link } from "@remix-run/react";
import type { RiskRow } from "#app/reports/risk-by-state.ts";
import { Card } from "./card.tsx";
import { RiskBadge } from "./risk-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Props = { columns: readonly { label: string }[]; rows: readonly RiskRow[] };

/** How risky what is under way is, and where it stands; each number leads to its records. */
export function RiskByState({ columns, rows }: Props) {
  return (
    <Card title="Risk and state" aside={<Link to="/dashboard/live?by=rating">live by risk</Link>} isFlush>
      <TableBox label="Risk and state">
        <table>
          <thead>
            <tr>
              <th scope="col">Risk</th>
              {columns.map(({ label }) => (
                <th scope="col" className="num" key={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ rating, cells }) => (
              <tr key={rating ?? "none"}>
                <th scope="row">
                  <RiskBadge rating={rating} />
                </th>
                {cells.map(({ column, count, to }) => (
                  <td className="num" key={column}>
                    {to === null || count === 0 ? (
                      <span className={count === 0 ? "muted" : undefined}>{count.toLocaleString("en")}</span>
                    ) : (
                      <Link to={to}>{count.toLocaleString("en")}</Link>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}
