import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { type Column, columnLabels } from "#app/register/columns.ts";
import type { SortKey } from "#app/register/list-query.ts";
import type { ListRow } from "#app/register/list-row.ts";
import { dateOf, exact, overdue, relative, urgency } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { SortHeader } from "./sort-header.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TableBox } from "./table-box.tsx";
import { TickAll } from "./tick-all.tsx";

type Props = {
  rows: readonly ListRow[];
  now: string;
  columns: readonly Column[];
  categories: readonly { value: string; label: string }[];
  sort: SortKey;
  order: "asc" | "desc";
  /** The form that ticked records are sent with; without it there is nothing to tick. */
  form?: string | undefined;
  /** Returns the address of this list with some of its parameters changed; without it the order cannot be changed. */
  linkWith?: ((changes: Record<string, string | null>) => string) | undefined;
  /** Returns the address of a record, where that is not its own page. */
  hrefOf?: ((id: string) => string) | undefined;
};

const sortOf: Partial<Record<Column, SortKey>> = { expires: "expires", risk: "risk" };

/** The register as a table; on a phone every record is a card. Showing a table as blocks takes its roles away, so they are spelt out. */
export function RegisterTable({
  rows,
  now,
  columns,
  categories,
  sort,
  order,
  form,
  linkWith,
  hrefOf = (id) => `/exceptions/${id}`,
}: Props) {
  const labelOf = (id: string) => categories.find(({ value }) => value === id)?.label ?? id;
  return (
    <TableBox label="Register">
      <table className="register" role="table">
        <caption className="sr">Exceptions, {rows.length} on this page</caption>
        <thead role="rowgroup">
          <tr role="row">
            {form && (
              <th scope="col" role="columnheader" className="tick off-phone">
                <TickAll form={form} />
              </th>
            )}
            <Heading label="Title, id and category" sortKey="title" {...{ sort, order, linkWith }} />
            {columns.map((column) => (
              <Heading
                key={column}
                label={columnLabels[column]}
                sortKey={sortOf[column]}
                {...{ sort, order, linkWith }}
              />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.id} role="row">
              {form && (
                <td role="cell" className="tick off-phone">
                  <input type="checkbox" name="id" value={row.id} form={form} aria-label={`Tick ${row.id}`} />
                </td>
              )}
              <th scope="row" role="rowheader" className="title">
                <Link to={hrefOf(row.id)}>{row.title}</Link>
                <span className="two">
                  {row.id} · {labelOf(row.category)}
                </span>
              </th>
              {columns.map((column) => (
                <td key={column} role="cell" className={classOf[column]}>
                  {cells[column](row, now)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

type HeadingProps = Pick<Props, "sort" | "order" | "linkWith"> & { label: string; sortKey: SortKey | undefined };

/** A column's name, linked to its order where it has one; the sorted column says so. */
function Heading({ label, sortKey, sort, order, linkWith }: HeadingProps) {
  if (!sortKey || !linkWith)
    return (
      <th scope="col" role="columnheader">
        {label}
      </th>
    );
  const isSorted = sortKey === sort;
  const to = linkWith({ sort: sortKey, order: isSorted && order === "asc" ? "desc" : "asc" });
  return (
    <SortHeader to={to} sorted={isSorted ? `${order}ending` : null}>
      {label}
    </SortHeader>
  );
}

const classOf: Partial<Record<Column, string>> = {
  scope: "wraps off-phone",
  owner: "off-phone",
  risk: "risk",
  expires: "ends",
  review: "off-phone",
  controls: "end off-phone",
  used: "off-phone",
  exit: "off-phone",
};

const cells: Record<Column, (row: ListRow, now: string) => ReactNode> = {
  scope: (row) => (
    <>
      {row.who}
      <span className="two">{row.where}</span>
    </>
  ),
  owner: (row) => (
    <>
      {row.owner}
      {row.ownerIsBarred && <span className="two urgent">barred</span>}
    </>
  ),
  risk: (row) => <RiskBadge rating={row.rating} />,
  state: (row) => <StateBadge state={row.state} status={row.status} />,
  expires: expiresCell,
  review: (row, now) =>
    row.nextReviewAt && row.status.isLive ? (
      <time dateTime={row.nextReviewAt} title={exact(row.nextReviewAt)}>
        {row.status.isReviewOverdue ? (
          <span className="urgent">{overdue(row.nextReviewAt, now)}</span>
        ) : (
          relative(row.nextReviewAt, now)
        )}
        <span className="two">{dateOf(row.nextReviewAt)}</span>
      </time>
    ) : (
      "–"
    ),
  controls: (row) => row.controls,
  used: (row, now) => (row.lastUsedAt ? relative(row.lastUsedAt, now) : "–"),
  exit: ({ plan: { percent, overdue: late } }) =>
    percent === null ? (
      "–"
    ) : (
      <>
        {percent} %{late.length > 0 && <span className="two urgent">{late.length} late</span>}
      </>
    ),
};

/** An end matters while something can come to it; a record that never ran or is over shows only the date. */
function expiresCell({ endsAt, status }: ListRow, now: string): ReactNode {
  return (
    <time dateTime={endsAt} title={exact(endsAt)}>
      <span className={status.isLive ? urgency(endsAt, now) : "muted"}>{relative(endsAt, now)}</span>
      <span className="two">{dateOf(endsAt)}</span>
    </time>
  );
}
