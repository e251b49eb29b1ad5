import { ChevronRight, ChevronsLeft } from "lucide-react";
import { LinkButton } from "./button.tsx";

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
        <LinkButton isSmall to={first}>
          <ChevronsLeft aria-hidden="true" /> {firstLabel}
        </LinkButton>
      )}
      {next && (
        <LinkButton isSmall rel="next" to={next}>
          {nextLabel} <ChevronRight aria-hidden="true" />
        </LinkButton>
      )}
    </nav>
  );
}
