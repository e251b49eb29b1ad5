import { Link } from "@remix-run/react";
import { CircleCheck, Clock } from "lucide-react";
import type { UseRow } from "#app/break-glass/use-views.server.ts";
import { Badge } from "./badge.tsx";
import { exact, relative, span } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { wordsOfUse } from "./use-words.ts";

/** Who used the accounts for emergencies, from where, why, and whether the secret was replaced afterwards. */
export function UseLog({ rows, now }: { rows: readonly UseRow[]; now: string }) {
  return (
    <TableBox label="Use log">
      <table>
        <caption className="sr">Uses of emergency accounts, the latest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Account</th>
            <th scope="col" className="off-phone">
              From, into
            </th>
            <th scope="col">Classified as</th>
            <th scope="col" className="off-phone">
              Why
            </th>
            <th scope="col" className="off-phone">
              Rotated after
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="nowrap">
                <Link to={`/break-glass/uses/${row.id}`}>{exact(row.at)}</Link>
                <span className="two">{relative(row.at, now)}</span>
              </th>
              <td>
                {row.account}
                {row.signedInBy && <span className="two">{row.signedInBy}</span>}
              </td>
              <td className="off-phone">
                <code className="nowrap">{row.ip ?? "unknown"}</code>
                <span className="two">{row.applicationId}</span>
              </td>
              <td>
                <UseClassBadge row={row} isBare />
                <span className="two">{row.closedAt ? "closed" : "open"}</span>
              </td>
              <td className="off-phone">{row.explanation ?? "–"}</td>
              <td className="off-phone">
                <RotatedAfter at={row.at} rotatedAt={row.rotatedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

/** What a use was, as a word with a shape. */
export function UseClassBadge({
  row,
  isBare,
}: {
  row: Pick<UseRow, "classification" | "standing">;
  isBare?: boolean | undefined;
}) {
  const { label, tone, icon } = wordsOfUse(row);
  return (
    <Badge tone={tone} icon={icon} isBare={isBare}>
      {label}
    </Badge>
  );
}

/** Whether the secret was replaced after it had been out of its envelope. */
export function RotatedAfter({ at, rotatedAt }: { at: string; rotatedAt: string | null }) {
  return rotatedAt === null ? (
    <Badge tone="caution" icon={Clock} isBare>
      waiting
    </Badge>
  ) : (
    <Badge tone="good" icon={CircleCheck} isBare>
      in {span(at, rotatedAt)}
    </Badge>
  );
}
