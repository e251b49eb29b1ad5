import { Link } from "@remix-run/react";
import { countText } from "#app/register/facets.ts";
import type { ListRow } from "#app/register/list-row.ts";
import { Card } from "./card.tsx";
import { dateOf, exact, overdue, relative, urgency } from "./relative-time.ts";
import { StateBadge } from "./state-badge.tsx";

type Props = {
  title: string;
  rows: readonly ListRow[];
  count: number;
  /** Where all of them are listed. */
  to: string;
  now: string;
  /** Whether these wait for this person. */
  isDue?: boolean | undefined;
  /** What is said when there is none. */
  none: string;
};

/** A few records of one kind, and how many there are. */
export function WorkList({ title, rows, count, to, now, isDue = false, none }: Props) {
  return (
    <Card title={title} isAct={isDue} isFlush={count > 0} aside={countText(count)}>
      {count === 0 ? (
        <p className="small muted">{none}</p>
      ) : (
        <>
          <ul className="work">
            {rows.map((row) => (
              <li key={row.id}>
                <div>
                  <Link to={`/exceptions/${row.id}`}>{row.title}</Link>
                  <span className="two">
                    {row.id} · {row.who}
                  </span>
                </div>
                <div className="end">
                  <StateBadge state={row.state} status={row.status} />
                  <Time row={row} now={now} />
                </div>
              </li>
            ))}
          </ul>
          {count > rows.length && (
            <p className="body small">
              <Link to={to}>
                All {countText(count)} of “{title}”
              </Link>
            </p>
          )}
        </>
      )}
    </Card>
  );
}

/** What comes next for a record that is in force: its review where that is late, else its end. */
function Time({ row: { endsAt, nextReviewAt, status }, now }: { row: ListRow; now: string }) {
  if (status.isReviewOverdue && nextReviewAt)
    return (
      <time className="two urgent" dateTime={nextReviewAt} title={exact(nextReviewAt)}>
        Review {overdue(nextReviewAt, now)}
      </time>
    );
  return (
    <time className={`two ${status.isLive ? urgency(endsAt, now) : ""}`} dateTime={endsAt} title={exact(endsAt)}>
      {status.isLive ? `Ends ${relative(endsAt, now)}` : `To ${dateOf(endsAt)}`}
    </time>
  );
}
