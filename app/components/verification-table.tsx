import { Link } from "@remix-run/react";
import type { ShownWalk } from "#app/audit/verification-view.server.ts";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { VerificationBadge } from "./verification-badge.tsx";

/** Walks along the log, newest first. */
export function VerificationTable({ walks, now }: { walks: readonly ShownWalk[]; now: string }) {
  return (
    <TableBox label="Verifications">
      <table>
        <caption className="sr">Verifications, {walks.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Result</th>
            <th scope="col" className="end">
              Rows that follow
            </th>
            <th scope="col">Who</th>
          </tr>
        </thead>
        <tbody>
          {walks.map(({ at, who, ok, state, upToSeq, to }) => (
            <tr key={to}>
              <th scope="row">
                <Link to={to}>
                  <time dateTime={at} title={relative(at, now)}>
                    {exact(at)}
                  </time>
                </Link>
              </th>
              <td>
                <VerificationBadge state={state} ok={ok} />
              </td>
              <td className="end">{upToSeq?.toLocaleString("en-GB") ?? "–"}</td>
              <td>{who}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
