import { Form } from "@remix-run/react";
import type { CampaignView } from "#app/campaigns/campaign-view.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";

/** Signs the campaign off as it stands, which nobody can take back. */
export function CampaignClose({ view, errors }: { view: CampaignView; errors: FieldErrors }) {
  const { open, escalated } = view.progress;
  const left = open + escalated;
  return (
    <Card title="Sign it off">
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="close" />
        {left > 0 && (
          <p className="hint">
            {left === 1 ? "1 exception is" : `${left} exceptions are`} not settled. What nobody has reviewed is listed
            as unanswered.
          </p>
        )}
        <TextAreaField
          name="statement"
          label="Statement"
          hint="What the sign-off rests on; it stands above your name"
          error={errors.statement}
          rows={3}
        />
        <Button>Sign off and close</Button>
      </Form>
    </Card>
  );
}
