import { scopeLines } from "#app/register/describe.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { Written } from "./written.tsx";

/** Whom and where it covers. */
export function RecordScope({ view: { record, names } }: { view: RecordView }) {
  const lines = scopeLines(record.scope, names);
  return (
    <Card title="Scope" aside="a sign-in has to match every line; people, services, groups and roles count as one">
      {lines.length > 0 ? (
        <Facts
          facts={lines.map(({ label, values }) => ({ term: label, detail: <Written text={values.join("\n")} /> }))}
        />
      ) : (
        <p className="small muted">Nothing is named yet, so it covers nobody.</p>
      )}
    </Card>
  );
}
