import { Link } from "@remix-run/react";
import type { Related } from "#app/register/related.server.ts";
import type { Relation } from "#app/register/related.ts";
import { Card } from "./card.tsx";
import { dateOf } from "./relative-time.ts";
import { StateBadge } from "./state-badge.tsx";

type Props = {
  related: readonly Related[];
  /** What to say where there is none; without it nothing is shown then. */
  none?: string | undefined;
};

/** Other records about the same people or applications, with what the closed ones taught. */
export function RelatedExceptions({ related, none }: Props) {
  if (related.length === 0) {
    if (!none) return null;
    return (
      <Card title="Related">
        <p className="small muted">{none}</p>
      </Card>
    );
  }
  return (
    <Card title="Related" aside={related.length}>
      {related.some(isOverlap) && (
        <p className="small mb-3">
          Two live exceptions for one subject are independent of each other: ending one leaves the other in force.
        </p>
      )}
      <ul className="stack related">
        {related.map((each) => (
          <li key={each.id}>
            <Link to={`/exceptions/${each.id}`}>{each.title}</Link>
            <span className="two">
              {each.id} · {words[each.relation]} · {each.relation === "ended" ? "since" : "until"} {dateOf(each.endsAt)}
            </span>
            <span className="row small">
              <StateBadge state={each.state} status={each.status} />
              <span className="muted">{each.common.join(", ")}</span>
            </span>
            {each.lesson && <Lesson {...each.lesson} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const words: Record<Relation, string> = {
  overlaps: "in force at the same time",
  in_force: "in force",
  open: "asked for",
  ended: "over",
};

function isOverlap({ relation, isSameSubject }: Related): boolean {
  return relation === "overlaps" && isSameSubject;
}

function Lesson({ wouldHaveAvoided, replacedBy }: NonNullable<Related["lesson"]>) {
  return (
    <div className="well">
      {wouldHaveAvoided && (
        <p>
          <b>What would have avoided it:</b> {wouldHaveAvoided}
        </p>
      )}
      {replacedBy && (
        <p>
          <b>Replaced by:</b> {replacedBy}
        </p>
      )}
    </div>
  );
}
