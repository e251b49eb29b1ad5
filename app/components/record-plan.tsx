import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import type { Milestone } from "#app/register/exception.ts";
import { exitPlanOf } from "#app/register/exit-plan.ts";
import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { ExitPlanMeter } from "./exit-plan-meter.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf, exact, overdue } from "./relative-time.ts";

/** How it is watched, and the dated steps on the way out of it. */
export function RecordPlan({ view: { record, moves, now } }: { view: RecordView }) {
  const { milestones, monitoringPlan, activatedAt } = record;
  const mayReport = moves.some(({ command, refusal }) => command === "report_progress" && refusal === null);
  return (
    <Card
      title="Monitoring and exit plan"
      aside={
        mayReport && milestones.length > 0 ? (
          <LinkButton isSmall to={`/exceptions/${record.id}/report_progress`}>
            Report progress
          </LinkButton>
        ) : (
          false
        )
      }
    >
      <div className="stack">
        <p className="small prose">{monitoringPlan || "Nothing is written yet."}</p>
        {activatedAt && milestones.length > 0 && (
          <div>
            <ExitPlanMeter plan={exitPlanOf(record, now)} />
          </div>
        )}
        {milestones.length > 0 && (
          <ul className="checklist">
            {milestones.map((milestone) => (
              <Step key={milestone.title} milestone={milestone} now={now} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function Step({ milestone: { title, dueAt, doneAt }, now }: { milestone: Milestone; now: string }) {
  const isLate = doneAt === null && dueAt <= now;
  return (
    <li className={toneOf(doneAt !== null, isLate)}>
      <StepIcon isDone={doneAt !== null} isLate={isLate} />
      <span>
        {title}
        <span className="two" title={exact(dueAt)}>
          {doneAt ? `done ${dateOf(doneAt)}` : `due ${dateOf(dueAt)}`}
          {isLate && <span className="urgent">, {overdue(dueAt, now)}</span>}
        </span>
      </span>
    </li>
  );
}

function StepIcon({ isDone, isLate }: { isDone: boolean; isLate: boolean }) {
  if (isDone) return <CircleCheck aria-hidden="true" />;
  return isLate ? <CircleAlert aria-hidden="true" /> : <CircleDashed aria-hidden="true" />;
}

function toneOf(isDone: boolean, isLate: boolean): string {
  if (isDone) return "tone-good";
  return isLate ? "tone-danger" : "tone-neutral";
}
