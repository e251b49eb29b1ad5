import { effectTexts, factorLabels } from "#app/register/describe.ts";
import { Card } from "./card.tsx";
import { type Fact, Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { Written } from "./written.tsx";

/** What it is, why, and who stands for it. */
export function RecordWhat({ view: { record, names, category, showsReason } }: { view: RecordView }) {
  const name = (id: string | null) => id && (names[id] ?? id);
  const { changeReference } = record;
  const facts: Fact[] = [
    { term: "Effect at sign-in", detail: <Effect record={record} /> },
    {
      term: "Reason",
      detail: showsReason
        ? record.justification && <Written text={record.justification} />
        : "Shown to approvers and the requestor only.",
    },
    { term: "Requested by", detail: name(record.requestorId) },
    ...(record.beneficiaryId ? [{ term: "On behalf of", detail: name(record.beneficiaryId) }] : []),
    { term: "Owner", detail: name(record.ownerId) },
    {
      term: "Put in place by",
      detail: [name(record.implementerId), changeReference && `change ${changeReference}`].filter(Boolean).join(" · "),
    },
    ...category.mustCarry.map(({ key, label }) => ({
      term: label,
      detail: record.details[key] && <Written text={record.details[key]} />,
    })),
  ];
  return (
    <Card title="Overview">
      <Facts facts={facts} />
    </Card>
  );
}

function Effect({ record: { effect, factors } }: Pick<RecordView, "record">) {
  return (
    <>
      {effectTexts[effect].text} <code>{effect}</code>
      {factors.length > 0 && <span className="two">{factors.map((kind) => factorLabels[kind]).join(", ")}</span>}
    </>
  );
}
