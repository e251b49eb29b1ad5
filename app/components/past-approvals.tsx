import type { Approval } from "#app/register/exception.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { Card } from "./card.tsx";
import type { RecordView } from "./record-view.ts";
import { Thread } from "./thread.tsx";

type Props = { view: Pick<RecordView, "record" | "names" | "now">; approvals: readonly Approval[] };

/** Who had approved a record by an instant of the past, and whether it was of what the record said then. */
export function PastApprovals({ view: { record, names, now }, approvals }: Props) {
  const nameOf = (id: string) => names[id] ?? id;
  return (
    <Card title="Approvals by then" aside={approvals.length}>
      {approvals.length === 0 ? (
        <p className="small muted">Nobody had approved it.</p>
      ) : (
        <Thread
          now={now}
          entries={approvals.map(({ approverId, onBehalfOf, approverGroup, contentHash, at, comment }) => ({
            id: `${approverId} ${at}`,
            who: onBehalfOf ? `${nameOf(approverId)} for ${nameOf(onBehalfOf)}` : nameOf(approverId),
            what: `approved it for ${approverGroupLabels[approverGroup]}`,
            at,
            said: comment,
            more: (
              <p className="hint">
                {contentHash === record.contentHash ? "Of what it said then: " : "Of other content than it had then: "}
                <code>{contentHash.slice(0, 16)}</code>
              </p>
            ),
          }))}
        />
      )}
    </Card>
  );
}
