import { Link } from "@remix-run/react";
import { ChevronRight, ChevronsLeft } from "lucide-react";

type Props = {
  /** Where the list begins; null when one is there. */
  first: string | null;
  /** Null on the last page. */
  next: string | null;
  firstLabel?: string | undefined;
  nextLabel?: string | undefined;
};

/** The way on and back to the beginning, as keyset pages have it; a list that fits on one page has none. */
export function Pager({ first, next, firstLabel = "First page", nextLabel = "Next page" }: Props) {
  if (!first && !next) return null;
  return (
    <nav className="pager" aria-label="Pages">
      {first && (
        <Link className="btn small" to={first}>
          <ChevronsLeft aria-hidden="true" /> {firstLabel}
        </Link>
      )}
      {next && (
        <Link className="btn small" rel="next" to={next}>
          {nextLabel} <ChevronRight aria-hidden="true" />
        </Link>
      )}
    </nav>
  );
}
