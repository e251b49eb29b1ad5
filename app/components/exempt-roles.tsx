import { Link } from "@remix-run/react";
import type { Effect } from "#app/engine/types.ts";
import { effectTexts } from "#app/register/describe.ts";
import { LinkButton } from "./button.tsx";
import { exact, relative } from "./relative-time.ts";

export type ExemptRole = { role: string; exceptionId: string; title: string; effect: Effect; endsAt: string };

type Props = { exempt: readonly ExemptRole[]; now: string; mayAsk?: boolean };

/** The roles that are let in with less, each by an exception; there is no switch for it. */
export function ExemptRoles({ exempt, now, mayAsk = true }: Props) {
  return (
    <div className="stack">
      <p className="small muted">
        A role is let in with less only by an exception of the register, which is approved by others and ends by itself.
      </p>
      {exempt.length === 0 ? (
        <p className="small muted">No role is exempt.</p>
      ) : (
        <ul className="stack small">
          {exempt.map(({ role, exceptionId, title, effect, endsAt }) => (
            <li key={role + exceptionId}>
              <b>{role}</b>: {effectTexts[effect].label.toLowerCase()}, by{" "}
              <Link to={`/exceptions/${exceptionId}`}>{exceptionId}</Link>{" "}
              <span className="muted">
                {title}, ends{" "}
                <time dateTime={endsAt} title={exact(endsAt)}>
                  {relative(endsAt, now)}
                </time>
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayAsk && (
        <p>
          <LinkButton isSmall to="/exceptions/new">
            Begin an exception for a role
          </LinkButton>
        </p>
      )}
    </div>
  );
}
