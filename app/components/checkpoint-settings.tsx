import { Form } from "@remix-run/react";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Choices } from "./choices.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";

type Props = { address: string; typed: { published: string; addresses: string }; errors: FieldErrors };

/** Who can read checkpoints, and to whom they are mailed. */
export function CheckpointSettings({ address, typed, errors }: Props) {
  return (
    <Card title="Who gets them">
      <Form method="post" className="stack" noValidate>
        <input type="hidden" name="intent" value="settings" />
        <ErrorSummary errors={errors} title="Nothing was saved" />
        <Choices
          name="published"
          legend="Publish"
          error={errors.published}
          choices={[
            {
              value: "yes",
              label: "Everybody can read them",
              text: "Sizes and hashes, and nothing of what is in the log.",
            },
            {
              value: "no",
              label: "Nobody can",
              text: "They are kept here and mailed, and the address answers nothing.",
            },
          ]}
          chosen={typed.published}
        />
        <p className="hint">
          The address: <code className="break-all">{address}/latest</code>
        </p>
        <TextAreaField
          name="addresses"
          label="Mail each to"
          hint="One address on a line; best of people who cannot change the database, such as your auditors"
          rows={3}
          defaultValue={typed.addresses}
          error={errors.addresses}
        />
        <Button>Save</Button>
      </Form>
    </Card>
  );
}
