import { type ReactNode, useId } from "react";

type Props = {
  title: ReactNode;
  /** Stands at the end of the head: a hint, a badge, a link. */
  aside?: ReactNode;
  /** For what brings its own edges, such as a table. */
  isFlush?: boolean | undefined;
  /** For what waits for this person. */
  isAct?: boolean | undefined;
  children: ReactNode;
};

/** A titled box that screen readers can list and jump to. */
export function Card({ title, aside, isFlush = false, isAct = false, children }: Props) {
  const id = useId();
  // A count of zero is something to say, so "aside &&" would not do.
  const hasAside = aside !== undefined && aside !== null && aside !== false;
  return (
    <section className={isAct ? "card act" : "card"} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {hasAside && <div className={typeof aside === "object" ? "push small" : "push hint"}>{aside}</div>}
      </header>
      {isFlush ? children : <div className="body">{children}</div>}
    </section>
  );
}
