import { Form } from "@remix-run/react";
import { sentenceOf } from "#app/audit/sentences.ts";
import type { RecordHistoryData, RevisionsCompared } from "#app/register/record-history.server.ts";
import { tabPath } from "#app/register/record-tabs.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { DiffTable } from "./diff-table.tsx";
import { SelectField } from "./field.tsx";
import { Pager } from "./pager.tsx";
import { exact } from "./relative-time.ts";
import { Thread } from "./thread.tsx";

type Props = { id: string; history: RecordHistoryData; isNewest: boolean; now: string };

/** Everything that happened to the record, the newest first: what was saved together, with every field that changed. */
export function RecordHistory({ id, history: { saves, older }, isNewest, now }: Props) {
  const path = tabPath(id, "history");
  const entries = saves.map(({ seq, at, types, who, said, changes }) => ({
    id: String(seq),
    who,
    what: types.map(sentenceOf).join(", and "),
    at,
    said,
    more: changes.length > 0 && <DiffTable caption={`What was changed on ${exact(at)}`} changes={changes} />,
  }));
  return (
    <Card title="History" aside="newest first, what was saved together in one">
      <Thread entries={entries} now={now} />
      <Pager
        first={isNewest ? null : path}
        next={older ? `${path}?before=${older}` : null}
        firstLabel="Newest"
        nextLabel="Older"
      />
    </Card>
  );
}

/** Two revisions beside each other, in the fields in which they differ. */
export function RecordComparison({ compared: { kept, chosen, changes } }: { compared: RevisionsCompared }) {
  if (kept.length < 2) return null;
  const options = kept.map(({ version, at }) => (
    <option key={version} value={version}>
      {version}, {exact(at)}
    </option>
  ));
  return (
    <Card title="Compare two revisions">
      <div className="stack">
        <Form method="get">
          <div className="row">
            <SelectField name="from" label="From" defaultValue={chosen.from ?? undefined}>
              {options}
            </SelectField>
            <SelectField name="to" label="To" defaultValue={chosen.to ?? undefined}>
              {options}
            </SelectField>
            <Button>Compare</Button>
          </div>
        </Form>
        {changes?.length === 0 && <p className="small muted">They say the same.</p>}
        {changes && changes.length > 0 && (
          <DiffTable caption={`From revision ${chosen.from} to ${chosen.to}`} changes={changes} />
        )}
      </div>
    </Card>
  );
}
