import { Link } from "@remix-run/react";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Run = { id: string; period: string; madeAt: string; by: string | null; readers: number; leftOut: number };

/** What a report sent, the newest first. */
export function ReportRuns({ runs, now }: { runs: readonly Run[]; now: string }) {
  return (
    <TableBox label="What was sent">
      <table>
        <caption className="sr">What was sent, {runs.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col">Sent</th>
            <th scope="col" className="off-phone">
              To
            </th>
            <th scope="col" className="off-phone">
              Because
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ id, period, madeAt, by, readers, leftOut }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/reports/runs/${id}`}>{period}</Link>
              </th>
              <td>
                <When at={madeAt} now={now} />
              </td>
              <td className="off-phone">
                {readers}
                {leftOut > 0 && <span className="two">{leftOut} left out</span>}
              </td>
              <td className="off-phone">{by === null ? "It was due" : `${by} had it sent`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
