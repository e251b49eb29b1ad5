import { Link } from "@remix-run/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  /** Null on the first page. */
  previous: string | null;
  /** Null on the last page. */
  next: string | null;
  previousLabel?: string | undefined;
  children?: ReactNode;
};

/** The way to the pages before and after; a list that fits on one page has none. */
export function Pager({ previous, next, previousLabel = "Previous page", children }: Props) {
  if (!previous && !next && !children) return null;
  return (
    <nav className="pager" aria-label="Pages">
      {children}
      {previous && (
        <Link className="btn small" rel="prev" to={previous}>
          <ChevronLeft aria-hidden="true" /> {previousLabel}
        </Link>
      )}
      {next && (
        <Link className="btn small" rel="next" to={next}>
          Next page <ChevronRight aria-hidden="true" />
        </Link>
      )}
    </nav>
  );
}
