import { Link } from "@remix-run/react";
import type { SignInRow } from "#app/signins/sign-in-query.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = { rows: readonly SignInRow[]; names: Readonly<Record<string, string>>; now: string };

/** Decisions about sign-ins, each linked to why it came out so. */
export function SignInTable({ rows, names, now }: Props) {
  return (
    <TableBox label="Sign-ins">
      <table className="sign-ins">
        <caption className="sr">Sign-ins, {rows.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who and where</th>
            <th scope="col">Decision</th>
            <th scope="col" className="off-phone">
              Exception
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.decisionId}>
              <td className="nowrap">
                <Link to={`/decisions/${row.decisionId}`}>
                  <When at={row.at} now={now} />
                </Link>
              </td>
              <td>
                {names[row.subjectId] ?? row.subjectId}
                <span className="two">{names[`application:${row.applicationId}`] ?? row.applicationId}</span>
              </td>
              <td>
                <OutcomeBadge isBare outcome={row.outcome} reason={row.reason} />
                <span className="two breaks">{row.reason}</span>
              </td>
              <td className="nowrap off-phone">
                {row.exceptionId ? <Link to={`/exceptions/${row.exceptionId}`}>{row.exceptionId}</Link> : "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
