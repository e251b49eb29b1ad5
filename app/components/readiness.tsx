import { Link } from "@remix-run/react";
import type { ExceptionState } from "#app/engine/types.ts";
import { stepOf } from "#app/register/intake-form.ts";
import type { Gap } from "#app/register/readiness.ts";
import { Banner } from "./banner.tsx";
import { LinkButton } from "./button.tsx";

type Props = { gaps: readonly Gap[]; id: string; state: ExceptionState };

/** What is missing before it can be submitted, each part linked to its field; or that nothing is. */
export function Readiness({ gaps, id, state }: Props) {
  if (gaps.length > 0)
    return (
      <div className="summary">
        <h2>{gaps.length === 1 ? "One part is missing" : `${gaps.length} parts are missing`}</h2>
        <ul>
          {gaps.map(({ field, message }) => (
            <li key={field}>
              <Link to={`/exceptions/${id}/edit/${stepOf(field)}?checked=1#${field}`}>{message}</Link>
            </li>
          ))}
        </ul>
      </div>
    );
  const command = state === "changes_requested" ? "resubmit" : "submit";
  return (
    <Banner tone="good">
      <p>
        <strong>Nothing is missing.</strong> The rating decides who has to approve; they are told by mail.
      </p>
      {(state === "draft" || state === "changes_requested") && (
        <p className="row mt-2">
          <LinkButton look="primary" to={`/exceptions/${id}/${command}`}>
            Go on to submit
          </LinkButton>
        </p>
      )}
    </Banner>
  );
}
