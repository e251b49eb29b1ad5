import { effectTexts, scopeLines } from "#app/register/describe.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { exact, relative, span } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";

type Props = {
  view: RecordView;
  now: string;
  /** Beside the card of what waits, which has said some of it. */
  isBesideWaiting: boolean;
};

const saidByWaiting: readonly string[] = ["Term", "Residual risk", "Controls", "Requested by"];

/** What a command is about, in the few facts that a decision needs. */
export function CommandSubject({ view, now, isBesideWaiting }: Props) {
  const { record, status, names, category, showsReason } = view;
  const facts = [
    { term: "Category", detail: category.label },
    { term: "Effect", detail: effectTexts[record.effect].text },
    ...scopeLines(record.scope, names).map(({ label, values }) => ({
      term: label,
      detail: <span className="prose">{values.join("\n")}</span>,
    })),
    { term: "Term", detail: <Term record={record} /> },
    { term: "Residual risk", detail: <RiskBadge rating={record.rating} /> },
    { term: "Controls", detail: record.compensatingControls.map(({ name }) => name).join(", ") || "None" },
    { term: "Requested by", detail: record.requestorId && (names[record.requestorId] ?? record.requestorId) },
    { term: "Filed", detail: relative(record.createdAt, now) },
    {
      term: "Reason",
      detail: showsReason ? <span className="prose">{record.justification || "–"}</span> : "Shown to approvers only.",
    },
  ];
  return (
    <Card title={record.id} aside={<StateBadge state={record.state} status={status} />}>
      <Facts facts={facts.filter(({ term }) => !isBesideWaiting || !saidByWaiting.includes(term))} isTight />
    </Card>
  );
}

function Term({ record: { startsAt, endsAt } }: Pick<RecordView, "record">) {
  return (
    <>
      {span(startsAt, endsAt)}
      <span className="two">to {exact(endsAt)}</span>
    </>
  );
}
