import { Link } from "@remix-run/react";
import type { ListRow } from "#app/register/list-row.ts";
import { Badge } from "./badge.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Result = { id: string; code: string | null; detail: string | null };

type Props = {
  rows: readonly { row: ListRow; refusal: string | null }[];
  /** What became of each; null before anything was done. */
  results: readonly Result[] | null;
  /** Whether what can be done is done on the record's own page. */
  linksToReview: boolean;
};

/** Ticked records, each with what would become of it, or has. */
export function BulkTable({ rows, results, linksToReview }: Props) {
  return (
    <TableBox label="Ticked records">
      <table className="dense">
        <caption className="sr">Ticked records, {rows.length}</caption>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">State</th>
            <th scope="col" className="off-phone">
              Owner
            </th>
            <th scope="col">{results ? "What became of it" : "What can be done"}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, refusal }) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to={`/exceptions/${row.id}`}>{row.title}</Link>
                <span className="two">{row.id}</span>
              </th>
              <td>
                <StateBadge state={row.state} status={row.status} />
              </td>
              <td className="off-phone">{row.owner}</td>
              <td>
                <Outcome result={results?.find(({ id }) => id === row.id)} {...{ row, refusal, linksToReview }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

type OutcomeProps = { result: Result | undefined; row: ListRow; refusal: string | null; linksToReview: boolean };

function Outcome({ result, row, refusal, linksToReview }: OutcomeProps) {
  if (result) return result.code === null ? <Badge tone="good">Done</Badge> : <LeftAlone why={result.detail ?? ""} />;
  if (refusal) return <LeftAlone why={refusal} />;
  return linksToReview ? <Link to={`/exceptions/${row.id}/review`}>Review it</Link> : <>Can be done</>;
}

function LeftAlone({ why }: { why: string }) {
  return (
    <>
      Left as it is
      <span className="two">{why}</span>
    </>
  );
}
