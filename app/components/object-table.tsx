import { Link } from "@remix-run/react";
import { type DirectoryKind, kindTexts } from "#app/directory/directory-kind.ts";
import type { DirectoryEntry } from "#db/directory-objects.ts";
import { Badge } from "./badge.tsx";
import { TableBox } from "./table-box.tsx";

/** The groups, roles, applications or service principals of the directory. */
export function ObjectTable({ kind, entries }: { kind: DirectoryKind; entries: readonly DirectoryEntry[] }) {
  const { many, path } = kindTexts[kind];
  return (
    <TableBox label={many}>
      <table className="dense">
        <caption className="sr">
          {many}, {entries.length} on this page
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Id</th>
            <th scope="col" className="off-phone">
              External id
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, name, externalId, disabledAt }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/directory/${path}/${encodeURIComponent(id)}`}>{name}</Link>{" "}
                {disabledAt && <Badge>Disabled</Badge>}
              </th>
              <td>
                <code>{id}</code>
              </td>
              <td className="off-phone">{externalId ? <code>{externalId}</code> : <span className="muted">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
