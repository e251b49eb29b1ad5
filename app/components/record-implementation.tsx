import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf, exact } from "./relative-time.ts";
import { Written } from "./written.tsx";

/** Who put it in place, under which change, and whether it was tried. */
export function RecordImplementation({ view: { record, names } }: { view: RecordView }) {
  const { implementerId, activatedAt, changeReference, lastValidation } = record;
  const facts = [
    { term: "Put in place by", detail: implementerId && (names[implementerId] ?? implementerId) },
    { term: "Put in place on", detail: activatedAt && exact(activatedAt) },
    { term: "Change reference", detail: changeReference },
    { term: "Last validation", detail: lastValidation && `${lastValidation.result}, ${dateOf(lastValidation.at)}` },
    ...(lastValidation ? [{ term: "What was seen", detail: <Written text={lastValidation.note} /> }] : []),
  ];
  return (
    <Card title="Implementation">
      <Facts facts={facts} />
    </Card>
  );
}
