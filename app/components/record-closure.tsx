import { closureCauseTexts } from "#app/register/describe-oversight.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { Written } from "./written.tsx";

/** How it ended, and what was learned for the next one. */
export function RecordClosure({ view: { record } }: { view: RecordView }) {
  const { closure } = record;
  if (!closure) return null;
  const facts = [
    { term: "How it ended", detail: closure.endedBy === "expired" ? "Its end came" : "It was revoked" },
    { term: "What ended it", detail: closureCauseTexts[closure.cause].label },
    { term: "Replaced by", detail: <Written text={closure.replacedBy} /> },
    { term: "What would have avoided it", detail: <Written text={closure.wouldHaveAvoided} /> },
    { term: "Evidence", detail: <Written text={closure.evidence} /> },
  ];
  return (
    <Card title="Closure">
      <Facts facts={facts} />
    </Card>
  );
}
