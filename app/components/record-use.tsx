import type { RecordView } from "./record-view.ts";
import { exact, relative } from "./relative-time.ts";

/** The sign-ins that rested on it. */
export function RecordUse({ use, now }: { use: RecordView["use"]; now: string }) {
  return (
    <section className="card" aria-labelledby="use-h">
      <header>
        <h2 id="use-h">Use</h2>
        <span className="push hint">{use.count >= 1000 ? "1,000 or more sign-ins" : `${use.count} sign-ins`}</span>
      </header>
      <div className="body">
        {use.uses.length === 0 ? (
          <p className="small muted">No sign-in has rested on it.</p>
        ) : (
          <ul className="checklist">
            {use.uses.slice(0, 5).map(({ decisionId, at, subjectId, applicationId }) => (
              <li key={decisionId}>
                <span />
                <span>
                  {subjectId} at {applicationId}
                  <time className="two" dateTime={at} title={exact(at)}>
                    {relative(at, now)}
                  </time>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
