import { Link } from "@remix-run/react";
import { Info } from "lucide-react";
import type { ReactNode } from "react";

export type KeyFigure = {
  label: string;
  figure: ReactNode;
  /** Beside the figure, smaller: "91 of 96". */
  unit?: string | undefined;
  /** Below it: what it was, or what it should be. */
  note?: ReactNode;
  /** How it is counted. */
  definition?: string | undefined;
  /** The exact rows behind it. */
  to?: string | undefined;
  isBad?: boolean | undefined;
};

/** A few numbers that matter, each with its definition and a way to its rows. */
export function KeyFigures({ figures }: { figures: readonly KeyFigure[] }) {
  return (
    <div className="kpis">
      {figures.map(({ label, figure, unit, note, definition, to, isBad }) => (
        <div className="kpi" key={label}>
          <div className="head-line">
            <h2>{to ? <Link to={to}>{label}</Link> : label}</h2>
            {definition && (
              <details className="tip">
                <summary>
                  <Info aria-hidden="true" />
                  <span className="sr">What {label} means</span>
                </summary>
                <p>{definition}</p>
              </details>
            )}
          </div>
          <p className="figure">
            <span className={isBad ? "urgent" : undefined}>{figure}</span> {unit && <small>{unit}</small>}
          </p>
          {note && <p className="delta">{note}</p>}
        </div>
      ))}
    </div>
  );
}
