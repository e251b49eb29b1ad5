import { CircleCheck, CircleDashed, Lock } from "lucide-react";
import { approverGroupLabels } from "#app/register/roles.ts";
import { Avatar } from "./avatar.tsx";
import type { RecordView } from "./record-view.ts";
import { exact } from "./relative-time.ts";

/** Who has agreed, who still has to, and which approvals stopped counting. */
export function RecordApprovals({ view: { record, stages, voided, names } }: { view: RecordView }) {
  const nameOf = (id: string) => names[id] ?? id;
  return (
    <section className="card" aria-labelledby="approvals-h">
      <header>
        <h2 id="approvals-h">Approvals</h2>
        {stages.length > 1 && <span className="push hint">every stage is needed</span>}
      </header>
      <div className="body stack">
        {stages.length === 0 && <p className="small muted">Known once the risk is rated.</p>}
        <ol className="stages">
          {stages.map(({ group, minimum, given, candidates }, index) => {
            const isDone = given.length >= minimum;
            return (
              <li key={group} className={isDone ? "stage" : "stage now"}>
                <div className="row">
                  <b>
                    {index + 1} {approverGroupLabels[group]}
                  </b>
                  <span className={`push status tone-${isDone ? "good" : "info"}`}>
                    {isDone ? <CircleCheck aria-hidden="true" /> : <CircleDashed aria-hidden="true" />}
                    {given.length} of {minimum}
                  </span>
                </div>
                {given.map(({ approverId, at }) => (
                  <div className="person" key={approverId}>
                    <Avatar name={nameOf(approverId)} />
                    <span>
                      {nameOf(approverId)}
                      <span className="two">{exact(at)}</span>
                    </span>
                  </div>
                ))}
                {!isDone && <p className="hint">{candidatesText(candidates)}</p>}
              </li>
            );
          })}
        </ol>
        {voided.length > 0 && (
          <ul className="void small">
            {voided.map(({ approverId, at }) => (
              <li key={approverId + at}>
                <s>{nameOf(approverId)}</s> <span className="hint">no longer counts: the content changed since</span>
              </li>
            ))}
          </ul>
        )}
        <p className="hint">
          <Lock aria-hidden="true" /> An approval is of this content: <code>{record.contentHash.slice(0, 16)}</code>
        </p>
      </div>
    </section>
  );
}

function candidatesText(candidates: readonly string[]): string {
  if (candidates.length === 0) return "Nobody in this group can decide. An owner has to add somebody.";
  return `${candidates.slice(0, 3).join(", ")}${candidates.length > 3 ? ` or ${candidates.length - 3} more` : ""} can decide`;
}
