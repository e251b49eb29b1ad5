import type { ReactNode } from "react";

/** A table wider than its place scrolls in its own box, which has a name and can be reached by keyboard. */
export function TableBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label={`${label}, table`}>
      {children}
    </section>
  );
}
