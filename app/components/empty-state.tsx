import type { ReactNode } from "react";

type Props = { title: string; children?: ReactNode; action?: ReactNode };

/** What stands where a list would: that it is empty, why, and what to do. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="card empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
