import { Link } from "@remix-run/react";
import { Info } from "lucide-react";
import type { FigureCard } from "#app/reports/dashboard-view.server.ts";

type Props = { title: string; cards: readonly FigureCard[] };

/** Figures as cards: each leads to its own page, with its definition at hand. */
export function KpiCards({ title, cards }: Props) {
  return (
    <section aria-label={title}>
      <h2 className="kpi-head">{title}</h2>
      <ul className="kpis linked">
        {cards.map(({ key, label, definition, figure, note, to }) => (
          <li className="kpi" key={key}>
            <div className="row-tight">
              <Link to={to}>{label}</Link>
              <details className="tip">
                <summary aria-label={`What “${label}” means`}>
                  <Info aria-hidden="true" />
                </summary>
                <p>{definition}</p>
              </details>
            </div>
            <p className="fig">{figure ?? <span className="muted">–</span>}</p>
            <p className="delta">{note}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
