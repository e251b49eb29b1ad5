import { Link } from "@remix-run/react";
import type { RecordUseData } from "#app/register/record-use.server.ts";
import { Card } from "./card.tsx";
import { exact, relative } from "./relative-time.ts";

/** The sign-ins that rested on it. */
export function RecordUse({ id, use: { uses, count, names }, now }: { id: string; use: RecordUseData; now: string }) {
  return (
    <Card title="Use" aside={countText(count)}>
      {uses.length === 0 ? (
        <p className="small muted">No sign-in has rested on it.</p>
      ) : (
        <ul className="checklist">
          {uses.slice(0, 5).map(({ decisionId, at, subjectId, applicationId }) => (
            <li key={decisionId}>
              <span />
              <span>
                {names[subjectId] ?? subjectId} at {names[`application:${applicationId}`] ?? applicationId}
                <Link className="two" to={`/decisions/${decisionId}`} title={exact(at)}>
                  {relative(at, now)}
                </Link>
              </span>
            </li>
          ))}
          <li>
            <span />
            <Link to={`/decisions?exception=${id}`}>All sign-ins that rested on it</Link>
          </li>
        </ul>
      )}
    </Card>
  );
}

function countText(count: number): string {
  return count === 1 ? "1 sign-in" : `${count.toLocaleString("en")} sign-ins`;
}
