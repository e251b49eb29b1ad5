import type { CheckpointRow } from "#app/checkpoints/checkpoints-view.server.ts";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

/** The checkpoints that were signed, newest first. */
export function CheckpointTable({ checkpoints, now }: { checkpoints: readonly CheckpointRow[]; now: string }) {
  return (
    <TableBox label="Checkpoints">
      <table>
        <caption className="sr">Checkpoints, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className="end">
              Rows
            </th>
            <th scope="col">Signed</th>
            <th scope="col" className="off-phone">
              Hash of the last row
            </th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {checkpoints.map(({ size, at, hash, href }) => (
            <tr key={size}>
              <td className="end">{size.toLocaleString("en-GB")}</td>
              <td>
                <When at={at} now={now} />
              </td>
              <td className="off-phone">
                <code title={hash}>{hash.slice(0, 16)}</code>
              </td>
              <td>
                {href === null ? (
                  "Not published"
                ) : (
                  <a href={href} aria-label={`Note of ${size} rows`}>
                    Open
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
