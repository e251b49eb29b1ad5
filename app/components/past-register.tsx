import { Link } from "@remix-run/react";
import type { Column } from "#app/register/columns.ts";
import type { ListRow } from "#app/register/list-row.ts";
import { Banner } from "./banner.tsx";
import { EmptyState } from "./empty-state.tsx";
import { Pager } from "./pager.tsx";
import { RegisterTable } from "./register-table.tsx";
import { clockOf } from "./relative-time.ts";
import { ZonedTime } from "./zoned-time.tsx";

type Props = {
  at: string;
  /** When else the clocks showed the same. */
  twin: string | null;
  timeZone: string;
  found: { rows: ListRow[]; next: string | null; live: number; total: number | null };
  categories: readonly { value: string; label: string }[];
  isFirstPage: boolean;
  /** Returns the address of this page with some of its parameters changed. */
  linkWith: (changes: Record<string, string>) => string;
};

/** What is kept of the past; how a record had been used by then is not. */
const columns: readonly Column[] = ["scope", "owner", "risk", "state", "expires", "review", "controls"];

/** The register as it stood at an instant. */
export function PastRegister({ at, twin, timeZone, found, categories, isFirstPage, linkWith }: Props) {
  const { rows, next, live, total } = found;
  return (
    <div className="stack-wide mt-4">
      <p>
        At <ZonedTime at={at} timeZone={timeZone} />{" "}
        <b>{live === 1 ? "1 exception was live" : `${live} exceptions were live`}</b>
        {total === null ? " of those that concern you." : `, of ${total} in the register.`}
        {rows.length > 0 && " Ends and reviews are said as seen from then."}
      </p>
      {twin && (
        <Banner tone="info">
          The clocks were set back, so they showed this time twice.{" "}
          <Link to={linkWith({ at: twin })}>Show the other one</Link>, {clockOf(twin)}.
        </Banner>
      )}
      {rows.length > 0 ? (
        <RegisterTable
          rows={rows}
          now={at}
          columns={columns}
          categories={categories}
          sort="filed"
          order="asc"
          hrefOf={(id) => `/exceptions/${id}/as-of?at=${at}`}
        />
      ) : (
        <EmptyState title="Nothing here">
          {next ? "None of those looked through so far fits. Go on." : "No record of then fits, or there was none yet."}
        </EmptyState>
      )}
      <Pager first={isFirstPage ? null : linkWith({})} next={next && linkWith({ after: next })} />
    </div>
  );
}
