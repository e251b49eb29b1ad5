import { Lock } from "lucide-react";
import { approverGroupLabels } from "#app/register/roles.ts";
import { Card } from "./card.tsx";
import type { RecordView } from "./record-view.ts";
import { exact } from "./relative-time.ts";
import { Stages } from "./stages.tsx";

/** Who has agreed, who still has to, and which approvals stopped counting. */
export function RecordApprovals({ view: { record, stages, voided, names } }: { view: RecordView }) {
  const nameOf = (id: string) => names[id] ?? id;
  return (
    <Card title="Approvals" aside={stages.length > 1 && "every stage is needed"}>
      <div className="stack">
        {stages.length === 0 && <p className="small muted">Known once the risk is rated.</p>}
        <Stages
          stages={stages.map(({ group, minimum, given, candidates }) => ({
            name: approverGroupLabels[group],
            minimum,
            given: given.map(({ approverId, onBehalfOf, at }) => ({
              name: onBehalfOf ? `${nameOf(approverId)} for ${nameOf(onBehalfOf)}` : nameOf(approverId),
              detail: exact(at),
            })),
            note: given.length < minimum ? candidatesText(candidates) : undefined,
          }))}
        />
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
    </Card>
  );
}

function candidatesText(candidates: readonly string[]): string {
  if (candidates.length === 0) return "Nobody in this group can decide. An owner has to add somebody.";
  return `${candidates.slice(0, 3).join(", ")}${candidates.length > 3 ? ` or ${candidates.length - 3} more` : ""} can decide`;
}
