import { Link } from "@remix-run/react";
import { Clock } from "lucide-react";
import type { SecretRow } from "#app/break-glass/secrets-view.server.ts";
import { Badge } from "./badge.tsx";
import { leftText } from "./health-list.tsx";
import { dateOf, exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

const urgencies = { good: undefined, caution: "soon", danger: "urgent" } as const;

/** Secrets that exceptions rest on, with when each is to be replaced. */
export function SecretTable({ rows }: { rows: readonly SecretRow[] }) {
  return (
    <TableBox label="Secrets">
      <table className="dense">
        <caption className="sr">Secrets that exceptions rest on, those that are due first</caption>
        <thead>
          <tr>
            <th scope="col">Service account</th>
            <th scope="col">Due</th>
            <th scope="col" className="off-phone">
              Last replaced
            </th>
            <th scope="col">Exceptions</th>
            <th scope="col" className="off-phone">
              Who answers for it
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, everyDays, standing, records, keepers, isWaiting }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/break-glass/secrets/${encodeURIComponent(id)}`}>{name}</Link>
                <span className="two">{everyDays ? `every ${everyDays} days` : "no interval"}</span>
              </th>
              <td>
                {standing && (
                  <span className={urgencies[standing.tone]} title={exact(standing.dueAt)}>
                    {leftText(standing)}
                  </span>
                )}
                {isWaiting && (
                  <span className="two">
                    <Badge tone="info" icon={Clock} isBare>
                      waits to be attested
                    </Badge>
                  </span>
                )}
              </td>
              <td className="off-phone">{standing?.lastAt ? dateOf(standing.lastAt) : "Not on record"}</td>
              <td>
                {records.map((record, index) => (
                  <span key={record.id}>
                    {index > 0 && ", "}
                    <Link to={`/exceptions/${record.id}/implementation`} title={record.title} className="nowrap">
                      {record.id}
                    </Link>
                  </span>
                ))}
              </td>
              <td className="off-phone">{keepers.join(", ") || "Nobody"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
