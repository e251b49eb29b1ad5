import { Link } from "@remix-run/react";
import type { CustodyTask } from "#app/break-glass/custody-work.server.ts";
import { Card } from "./card.tsx";
import { dateOf, exact, overdue } from "./relative-time.ts";

/** What somebody has to do about accounts for emergencies and secrets. */
export function CustodyWork({ tasks, now }: { tasks: readonly CustodyTask[]; now: string }) {
  if (tasks.length === 0) return null;
  return (
    <Card title="Break-glass and secrets" isAct isFlush aside={String(tasks.length)}>
      <ul className="work">
        {tasks.map(({ to, title, about, dueAt }) => (
          <li key={`${to} ${title}`}>
            <div>
              <Link to={to}>{title}</Link>
              <span className="two">{about}</span>
            </div>
            <div className="end">
              <time className={`two ${dueAt <= now ? "urgent" : ""}`} dateTime={dueAt} title={exact(dueAt)}>
                {dueAt <= now ? overdue(dueAt, now) : `Due ${dateOf(dueAt)}`}
              </time>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
