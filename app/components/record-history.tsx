import { sentenceOf } from "#app/audit/sentences.ts";
import type { RecordHistoryData } from "#app/register/record-history.server.ts";
import { Card } from "./card.tsx";
import { DiffTable } from "./diff-table.tsx";
import { Thread } from "./thread.tsx";

type Props = { history: RecordHistoryData; now: string };

/** Everything that happened to the record, oldest first, with what was said and what was changed. */
export function RecordHistory({ history, now }: Props) {
  const entries = history.map(({ seq, at, type, who, comment, changes }) => ({
    id: String(seq),
    who,
    what: sentenceOf(type),
    at,
    said: comment,
    more: changes.length > 0 && <DiffTable caption="What changed" changes={changes} />,
  }));
  return (
    <Card title="History" aside="oldest first">
      <Thread entries={entries} now={now} />
    </Card>
  );
}
