import { Form } from "@remix-run/react";
import type { Decision } from "#app/engine/types.ts";
import { factorLabels } from "#app/register/describe.ts";
import { reasonTexts } from "#app/signins/outcome-words.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { DecisionTrace } from "./decision-trace.tsx";
import { SelectField } from "./field.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { ReasonCode } from "./reason-code.tsx";

type Named = { id: string; name: string };
type Props = { next: { application: Named; decision: Decision } | null; applications: readonly Named[] };

/** What somebody would meet who signs in now in a browser and has typed their password. */
export function NextSignIn({ next, applications }: Props) {
  if (next === null)
    return (
      <Card title="What they meet at their next sign-in">
        <p className="small muted">The directory has no application to sign in to yet.</p>
      </Card>
    );
  const { application, decision } = next;
  const { meaning, fix } = reasonTexts[decision.reason];
  const factors = decision.acceptableFactors.map((kind) => factorLabels[kind].toLowerCase());
  return (
    <Card title="What they meet at their next sign-in" aside="with their password typed, in a browser">
      <Form method="get" className="row items-end" preventScrollReset>
        <SelectField name="application" label="Application" key={application.id} defaultValue={application.id}>
          {applications.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <div className="field">
          <Button>Show</Button>
        </div>
      </Form>
      <div className="stack">
        <p className="row">
          <OutcomeBadge outcome={decision.outcome} reason={decision.reason} /> <ReasonCode reason={decision.reason} />
        </p>
        <p className="small">
          {meaning} <span className="muted">{fix}</span>
        </p>
        {factors.length > 0 && <p className="small muted">Accepted: {factors.join(", ")}.</p>}
        <details>
          <summary className="small">Rule by rule</summary>
          <DecisionTrace because={decision.because} />
        </details>
      </div>
    </Card>
  );
}
