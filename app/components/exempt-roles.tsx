import { Link } from "@remix-run/react";
import { Fragment } from "react";
import type { Effect } from "#app/engine/types.ts";
import { effectTexts } from "#app/register/describe.ts";
import { exact, relative } from "./relative-time.ts";

export type ExemptRole = { role: string; exceptionId: string; title: string; effect: Effect; endsAt: string };

type Props = {
  exempt: readonly ExemptRole[];
  now: string;
  /** The roles for which an exception can be begun; none for somebody who only reads. */
  roles: readonly { id: string; name: string }[];
};

/** The roles that are let in with less, each by an exception; there is no switch for it. */
export function ExemptRoles({ exempt, now, roles }: Props) {
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
      {roles.length > 0 && (
        <p className="small">
          Begin an exception for{" "}
          {roles.map(({ id, name }, index) => (
            <Fragment key={id}>
              {index > 0 && " · "}
              <Link to={`/exceptions/new?role=${encodeURIComponent(id)}`}>{name}</Link>
            </Fragment>
          ))}
        </p>
      )}
    </div>
  );
}
