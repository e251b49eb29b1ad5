import { effectTexts, scopeLines } from "#app/register/describe.ts";
import { Card } from "./card.tsx";
import type { RecordView } from "./record-view.ts";
import { exact, span } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";

/** What a command is about, in the few facts that a decision needs. */
export function CommandSubject({ view, now }: { view: RecordView; now: string }) {
  const { record, status, names, category, showsReason } = view;
  return (
    <Card title={record.id} aside={<StateBadge state={record.state} status={status} />}>
      <dl className="facts tight">
        <dt>Category</dt>
        <dd>{category.label}</dd>
        <dt>Effect</dt>
        <dd>{effectTexts[record.effect].text}</dd>
        {scopeLines(record.scope, names).map(({ label, values }) => (
          <ScopeFact key={label} label={label} values={values} />
        ))}
        <dt>Term</dt>
        <dd>
          {span(record.startsAt, record.endsAt)}
          <span className="two">to {exact(record.endsAt)}</span>
        </dd>
        <dt>Residual risk</dt>
        <dd>
          <RiskBadge rating={record.rating} />
        </dd>
        <dt>Controls</dt>
        <dd>{record.compensatingControls.map(({ name }) => name).join(", ") || "None"}</dd>
        <dt>Requested by</dt>
        <dd>{record.requestorId ? (names[record.requestorId] ?? record.requestorId) : "–"}</dd>
        <dt>Filed</dt>
        <dd>{span(record.createdAt, now)} ago</dd>
        <dt>Reason</dt>
        <dd className="prose">{showsReason ? record.justification || "–" : "Shown to approvers only."}</dd>
      </dl>
    </Card>
  );
}

function ScopeFact({ label, values }: { label: string; values: readonly string[] }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="prose">{values.join("\n")}</dd>
    </>
  );
}
