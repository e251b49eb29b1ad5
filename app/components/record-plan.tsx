import { CircleCheck, CircleDashed } from "lucide-react";
import { Card } from "./card.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf, exact } from "./relative-time.ts";

/** How it is watched, and the dated steps on the way out of it. */
export function RecordPlan({ view: { record } }: { view: RecordView }) {
  return (
    <Card title="Monitoring and exit plan">
      <div className="stack">
        <p className="small prose">{record.monitoringPlan || "Nothing is written yet."}</p>
        {record.milestones.length > 0 && (
          <ul className="checklist">
            {record.milestones.map(({ title, dueAt, doneAt }) => (
              <li key={title} className={doneAt ? "tone-good" : "tone-neutral"}>
                {doneAt ? <CircleCheck aria-hidden="true" /> : <CircleDashed aria-hidden="true" />}
                <span>
                  {title}
                  <span className="two" title={exact(dueAt)}>
                    {doneAt ? `done ${dateOf(doneAt)}` : `due ${dateOf(dueAt)}`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
