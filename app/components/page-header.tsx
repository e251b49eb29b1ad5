import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

type Crumb = {
  label: string;
  to?: string | undefined;
  /** For ids, which people paste into tickets. */
  canCopy?: boolean | undefined;
};
type Props = {
  title: string;
  crumbs?: readonly Crumb[] | undefined;
  lede?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
};

/** Where one is, what it is, and what can be done with it. */
export function PageHeader({ title, crumbs = [], lede, meta, actions }: Props) {
  return (
    <>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb">
          <ol className="crumbs">
            {crumbs.map(({ label, to, canCopy }, index) => (
              <li key={label}>
                {index > 0 && <span aria-hidden="true">/ </span>}
                {to ? <Link to={to}>{label}</Link> : label}
                {canCopy && <CopyButton text={label} label={`Copy ${label}`} />}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="head">
        <div>
          <h1>{title}</h1>
          {lede && <p className="lede">{lede}</p>}
          {meta && <div className="meta">{meta}</div>}
        </div>
        {actions}
      </div>
    </>
  );
}
