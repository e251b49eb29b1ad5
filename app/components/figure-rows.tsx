import { Link } from "@remix-run/react";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";
import { Pager } from "./pager.tsx";
import { TableBox } from "./table-box.tsx";

type Row = { id: string; href: string; label: string; counts: boolean; value: string | null; note: string };
type Props = {
  rows: readonly Row[];
  total: number;
  /** Whether some of the rows are counted and the others are what they are held against. */
  isShare: boolean;
  /** Of which part of the workspace they are; null for all of it. */
  part: string | null;
  first: string | null;
  next: string | null;
};

/** The rows behind a figure, each linked to what it is of, with what it brings to the figure. */
export function FigureRows({ rows, total, isShare, part, first, next }: Props) {
  const hasValues = rows.some(({ value }) => value !== null);
  const title = part === null ? "The rows behind it" : `The rows behind it: ${part}`;
  if (rows.length === 0)
    return <EmptyState title="No row is behind it">Nothing fits the definition at that time.</EmptyState>;
  return (
    <>
      <Card title={title} aside={`${total.toLocaleString("en")} in all`} isFlush>
        <TableBox label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">What</th>
                {isShare && <th scope="col">Counts towards the share</th>}
                {hasValues && (
                  <th scope="col" className="num">
                    Brings
                  </th>
                )}
                <th scope="col" className="off-phone">
                  Details
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, href, label, counts, value, note }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={href}>{label}</Link>
                  </th>
                  {isShare && <td>{counts ? "Yes" : <span className="muted">No</span>}</td>}
                  {hasValues && <td className="num">{value ?? "–"}</td>}
                  <td className="off-phone">{note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </Card>
      <Pager first={first} next={next} />
    </>
  );
}
