import { type ReactNode, useId } from "react";

type Props = {
  title: ReactNode;
  /** Stands at the end of the head: a hint, a badge, a link. */
  aside?: ReactNode;
  foot?: ReactNode;
  /** For what brings its own edges, such as a table or a trace. */
  isFlush?: boolean | undefined;
  children: ReactNode;
};

/** A titled box that screen readers can list and jump to. */
export function Card({ title, aside, foot, isFlush = false, children }: Props) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside && <div className={typeof aside === "string" ? "push hint" : "push small"}>{aside}</div>}
      </header>
      {isFlush ? children : <div className="body">{children}</div>}
      {foot && <footer>{foot}</footer>}
    </section>
  );
}
