import { TableBox } from "./table-box.tsx";

type Props = { caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

/** Lines of a file that may be taken in, under the names of their columns. */
export function ExampleTable({ caption, columns, rows }: Props) {
  return (
    <TableBox label="Example">
      <table className="dense">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                <code>{column}</code>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join()}>
              {cells.map((cell, index) => (
                <td key={columns[index]} className="nowrap">
                  <code>{cell}</code>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
