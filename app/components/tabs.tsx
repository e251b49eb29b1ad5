import { Link } from "@remix-run/react";

export type Tab = {
  to: string;
  label: string;
  isCurrent: boolean;
  count?: number | string | undefined;
  /** Whether the count waits for somebody. */
  isDue?: boolean | undefined;
};

/** Views of one thing, each with an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ to, label: name, isCurrent, count, isDue }) => (
        <Link key={to} to={to} aria-current={isCurrent ? "page" : undefined} preventScrollReset>
          {name}
          {count !== undefined && <span className={isDue ? "n due" : "n"}>{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
