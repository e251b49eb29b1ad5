import { Link } from "@remix-run/react";
import { effectTexts } from "#app/register/describe.ts";
import type { Explained } from "#app/signins/explained.ts";
import { Card } from "./card.tsx";
import { relative } from "./relative-time.ts";

/** The exceptions that were live and could have concerned this sign-in, as they were. */
export function DecisionRested({ explained, now }: { explained: Explained; now: string }) {
  const { exemptions, row } = explained;
  return (
    <Card title="Exceptions read" aside={String(exemptions.length)}>
      {exemptions.length === 0 ? (
        <p className="small muted">None was live for this subject.</p>
      ) : (
        <ul className="checklist">
          {exemptions.map(({ id, version, effect, endsAt }) => (
            <li key={id}>
              <span />
              <span>
                <Link to={`/exceptions/${id}`}>{id}</Link>, version {version}
                {id === row.exceptionId && <b>, cited</b>}
                <span className="two">
                  {effectTexts[effect].label}; {endsAt > now ? "ends" : "ended"} {relative(endsAt, now)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
