import { Link } from "@remix-run/react";
import type { ExportView } from "#app/exports/export-view.server.ts";
import { ExportProgress } from "./export-progress.tsx";
import { ExportStateBadge } from "./export-state.tsx";
import { exact } from "./relative-time.ts";
import { shownSize } from "./shown-size.ts";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = { exports: readonly ExportView[]; now: string };

/** Exports with how they stand, what is in them and until when they are kept. */
export function ExportTable({ exports, now }: Props) {
  return (
    <TableBox label="Exports">
      <table>
        <caption className="sr">Exports, newest first</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">State</th>
            <th scope="col" className="end off-phone">
              Rows
            </th>
            <th scope="col" className="end off-phone">
              Size
            </th>
            <th scope="col">Asked for</th>
            <th scope="col" className="off-phone">
              Kept until
            </th>
            <th scope="col">
              <span className="sr">File</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {exports.map((row) => (
            <ExportRow key={row.id} row={row} now={now} />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function ExportRow({ row, now }: { row: ExportView; now: string }) {
  const isOpen = row.state === "queued" || row.state === "running";
  return (
    <tr>
      <td>
        <Link to={`/exports/${row.id}`}>{row.title}</Link>
        <span className="two">{row.asOf ? `as of ${exact(row.asOf)} · ${row.filter}` : row.filter}</span>
      </td>
      <td>
        <ExportStateBadge state={row.state} isBare />
        {isOpen && <ExportProgress {...row} />}
      </td>
      <td className="end off-phone">{row.rows === null ? "–" : row.rows.toLocaleString("en-GB")}</td>
      <td className="end off-phone nowrap">{row.bytes === null ? "–" : shownSize(row.bytes)}</td>
      <td>
        <When at={row.createdAt} now={now} />
        <span className="two">{row.who}</span>
      </td>
      <td className="off-phone">{row.state === "done" ? <When at={row.expiresAt} now={now} /> : "–"}</td>
      <td className="end">
        {row.canFetch && (
          <a href={`/exports/${row.id}/file`} aria-label={`Download ${row.title} of ${exact(row.createdAt)}`}>
            Download
          </a>
        )}
      </td>
    </tr>
  );
}
