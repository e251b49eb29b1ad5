import { Fragment, type ReactNode } from "react";

export type Fact = { term: string; detail: ReactNode };

/** What is known, as pairs; a fact without a detail shows a dash, so that "none" is not taken for "forgotten". */
export function Facts({ facts, isTight = false }: { facts: readonly Fact[]; isTight?: boolean | undefined }) {
  return (
    <dl className={isTight ? "facts tight" : "facts"}>
      {facts.map(({ term, detail }) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{detail === null || detail === undefined || detail === "" ? "–" : detail}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
