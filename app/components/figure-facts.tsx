import { Link } from "@remix-run/react";
import { Card } from "./card.tsx";

type Props = {
  figure: string | null;
  definition: string;
  /** Of when it is, in words. */
  when: string;
  unit: string;
  source: string;
  /** What was kept of a past day, beside what history says of it now. */
  check: { kept: string | null; recomputed: string | null; agrees: boolean } | null;
  registerLink: string | null;
};

/** What a figure is, what it means, and what it is made of. */
export function FigureFacts({ figure, definition, when, unit, source, check, registerLink }: Props) {
  return (
    <Card title="The figure" aside={when}>
      <p className="fig-alone">{figure ?? <span className="muted">Nothing to say</span>}</p>
      <p>{definition}</p>
      <dl className="facts mt-3">
        <dt>Counted in</dt>
        <dd>{unit}</dd>
        <dt>Read from</dt>
        <dd>{source}</dd>
        {check && (
          <>
            <dt>Kept that night</dt>
            <dd>{check.kept ?? "Nothing"}</dd>
            <dt>Measured again</dt>
            <dd>
              {check.recomputed ?? "Nothing"}
              {check.kept !== null && (check.agrees ? ", the same" : ", which differs from what was kept")}
            </dd>
          </>
        )}
      </dl>
      {registerLink && (
        <p className="mt-3">
          <Link to={registerLink}>The same in the register</Link>, as it is now.
        </p>
      )}
    </Card>
  );
}
