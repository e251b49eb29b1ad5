import { Link } from "@remix-run/react";
import type { DrawnSection } from "#app/scheduled-reports/report-view.server.ts";
import type { ShownCell } from "#app/scheduled-reports/shown-sections.ts";
import { Card } from "./card.tsx";
import { ChartFigure } from "./chart-figure.tsx";
import { TableBox } from "./table-box.tsx";

/** What a report says, part by part; the numbers of a chart stand under it. */
export function ReportBody({ sections }: { sections: readonly DrawnSection[] }) {
  return (
    <div className="stack-wide">
      {sections.map(({ title, caption, svg, table, text }) =>
        svg === null ? (
          <Card key={title} title={title} isFlush={table !== null}>
            {table && <Numbers label={title} {...table} />}
            {text && <p className={table ? "body hint" : undefined}>{text}</p>}
          </Card>
        ) : (
          <Card key={title} title={title}>
            <ChartFigure {...{ svg, title }} caption={caption ?? ""} table={numbersOf(table)} />
          </Card>
        ),
      )}
    </div>
  );
}

function numbersOf(table: DrawnSection["table"]) {
  const { columns = [], rows = [] } = table ?? {};
  return { head: [...columns], rows: rows.map((row) => row.map(({ text }) => text)) };
}

type NumbersProps = { label: string; columns: readonly string[]; rows: readonly (readonly ShownCell[])[] };

function Numbers({ label, columns, rows }: NumbersProps) {
  return (
    <TableBox label={label}>
      <table className="dense">
        <caption className="sr">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...cells]) => (
            <tr key={[first, ...cells].map((cell) => cell?.text).join()}>
              <th scope="row">
                <Said {...(first ?? { text: "", path: null })} />
              </th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]}>
                  <Said {...cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Said({ text, path }: ShownCell) {
  return path === null ? (
    text
  ) : (
    <Link to={path} className="whitespace-nowrap">
      {text}
    </Link>
  );
}
