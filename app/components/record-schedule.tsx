import type { RecordView } from "./record-view.ts";
import { dateOf, exact, relative } from "./relative-time.ts";

const silenceTexts = { remind: "reminded again", suspend: "suspended", revoke: "revoked" };

/** From when to when it runs, and when somebody looks at it. */
export function RecordSchedule({ view: { record, category }, now }: { view: RecordView; now: string }) {
  return (
    <section className="card" aria-labelledby="schedule-h">
      <header>
        <h2 id="schedule-h">Schedule</h2>
      </header>
      <div className="body">
        <dl className="facts tight">
          <dt>Valid from</dt>
          <dd>{exact(record.startsAt)}</dd>
          <dt>Valid to</dt>
          <dd>
            <b>{exact(record.endsAt)}</b>
          </dd>
          <dt>Longest term</dt>
          <dd>{category.mostTermDays} days</dd>
          {record.plannedRetirementAt && (
            <>
              <dt>Retired by</dt>
              <dd>{dateOf(record.plannedRetirementAt)}</dd>
            </>
          )}
          <dt>Next review</dt>
          <dd>
            {record.nextReviewAt ? `${dateOf(record.nextReviewAt)}, ${relative(record.nextReviewAt, now)}` : "–"}
            {record.reviewEveryDays && <span className="two">every {record.reviewEveryDays} days</span>}
          </dd>
          <dt>If nobody reviews</dt>
          <dd>{silenceTexts[category.silence]}</dd>
          <dt>Last validation</dt>
          <dd>
            {record.lastValidation ? `${record.lastValidation.result}, ${dateOf(record.lastValidation.at)}` : "–"}
          </dd>
        </dl>
      </div>
    </section>
  );
}
