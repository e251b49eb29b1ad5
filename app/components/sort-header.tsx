import { Link } from "@remix-run/react";
import { ChevronDown, ChevronUp } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  children: ReactNode;
  /** Where the same list is sorted by this column, or the other way round when it already is. */
  to: string;
  sorted: "ascending" | "descending" | null;
  className?: string | undefined;
};

/** The head of a column that can be sorted by. */
export function SortHeader({ children, to, sorted, className }: Props) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: on a phone the table's display changes, which takes the roles away
    <th scope="col" role="columnheader" className={className} aria-sort={sorted ?? undefined}>
      <Link to={to} preventScrollReset>
        {children}
        {sorted === "ascending" && <ChevronUp aria-hidden="true" />}
        {sorted === "descending" && <ChevronDown aria-hidden="true" />}
      </Link>
    </th>
  );
}
