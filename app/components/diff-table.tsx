import type { ReactNode } from "react";
import { TableBox } from "./table-box.tsx";

export type Change = { field: string; before: string | null; after: string | null };

type Shown = { field: string; before: ReactNode; after: ReactNode };

type Props = { caption: string; changes: readonly Shown[] };

/** Fields that differ, before and after; what was not there shows a dash. */
export function DiffTable({ caption, changes }: Props) {
  return (
    <TableBox label={caption}>
      <table className="diff">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{before ? <del>{before}</del> : "–"}</td>
              <td>{after ? <ins>{after}</ins> : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
