import { Link } from "@remix-run/react";
import type { ChartTable } from "#app/charts/chart-table.ts";
import { TableBox } from "./table-box.tsx";

type Props = {
  /** As app/charts draws it; whatever people wrote is escaped in there. */
  svg: string;
  title: string;
  /** What there is to see in it. */
  caption: string;
  table: ChartTable;
  /** Where the name of each row leads, in the order of the rows. */
  links?: readonly string[] | undefined;
};

/** A chart with its caption, and its numbers as a table. */
export function ChartFigure({ svg, title, caption, table: { head, rows }, links }: Props) {
  return (
    <figure className="chart-figure">
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the chart is ours, and is drawn on the server as a text */}
      <div dangerouslySetInnerHTML={{ __html: svg }} />
      <figcaption className="hint">{caption}</figcaption>
      <details className="numbers">
        <summary>Numbers as a table</summary>
        <TableBox label={`${title}, table`}>
          <table className="dense">
            <thead>
              <tr>
                {head.map((name, index) => (
                  <th scope="col" key={name} className={index > 0 ? "num" : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...cells], row) => (
                <tr key={links?.[row] || name}>
                  <th scope="row">{links?.[row] ? <Link to={links[row]}>{name}</Link> : name}</th>
                  {cells.map((cell, index) => (
                    <td className="num" key={head[index + 1]}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </details>
    </figure>
  );
}
