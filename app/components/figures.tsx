import type { ReactNode } from "react";

export type Figure = { term: string; value: ReactNode; note?: ReactNode };

/** A few figures side by side that answer the first question of a page. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="kpis">
      {figures.map(({ term, value, note }) => (
        <div className="kpi" key={term}>
          <dt>{term}</dt>
          <dd className="fig">{value}</dd>
          {note && <dd className="delta">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
