import { type ReactNode, useId } from "react";

export type ClosedAction = { label: string; reason: string };

type Props = {
  title: string;
  aside?: ReactNode;
  /** What is asked, the buttons, and what happens if nobody does anything. */
  children: ReactNode;
  /** What others may do here, each with the rule that keeps it from this person now. */
  closed?: readonly ClosedAction[] | undefined;
};

/** What this person can do now, and why not the rest. */
export function ActionPanel({ title, aside, children, closed = [] }: Props) {
  const id = useId();
  return (
    <section className="card act" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside && <span className="push hint">{aside}</span>}
      </header>
      <div className="body">{children}</div>
      {closed.length > 0 && (
        <details className="body">
          <summary className="small muted">
            {closed.length === 1 ? "1 action that is not yours now" : `${closed.length} actions that are not yours now`}
          </summary>
          <ul className="why-not">
            {closed.map(({ label, reason }, index) => (
              <li key={label}>
                <button className="btn small" type="button" aria-disabled="true" aria-describedby={`${id}-${index}`}>
                  {label}
                </button>
                <span id={`${id}-${index}`}>{reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
