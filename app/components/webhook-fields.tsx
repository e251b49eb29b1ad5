import { formats } from "#app/webhooks/endpoint.ts";
import type { TypedWebhook } from "#app/webhooks/endpoint-form.ts";
import { formatTexts } from "#app/webhooks/webhook-words.ts";
import { Card } from "./card.tsx";
import { Choices } from "./choices.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import { Switch } from "./policy-fields.tsx";

type Props = {
  typed: TypedWebhook;
  errors: FieldErrors;
  /** The address as it may be seen, of one that is there; null for a new one. */
  shownUrl: string | null;
  /** Every type of event with what it says. */
  types: readonly { type: string; sentence: string }[];
  /** What is told unless somebody chooses otherwise. */
  usual: { programs: readonly string[]; channels: readonly string[] };
};

/** Where a receiver is, what its messages look like and what it is told. */
export function WebhookFields({ typed, errors, shownUrl, types, usual }: Props) {
  return (
    <div className="stack-wide">
      <Card title="The receiver">
        <TextField
          name="description"
          label="What it is for"
          error={errors.description}
          defaultValue={typed.description}
        />
        {shownUrl === null && (
          <div className="three">
            <Choices
              name="format"
              legend="Messages"
              error={errors.format}
              chosen={typed.format}
              choices={formats.map((value) => ({ value, ...formatTexts[value] }))}
            />
          </div>
        )}
        <TextField
          name="url"
          type="url"
          label="Address"
          autoComplete="off"
          hint={
            shownUrl === null
              ? "Begins with https://. Stored encrypted, and never shown in full again."
              : `Left empty, ${shownUrl} stays.`
          }
          error={errors.url}
          defaultValue={typed.url}
        />
      </Card>
      <Card title="What it is told">
        <TextAreaField
          name="eventTypes"
          label="Events"
          rows={6}
          spellCheck={false}
          hint="One a line: a type, or the beginning of one as exception.*. Left empty, it is told what is usual."
          error={errors.eventTypes}
          defaultValue={typed.eventTypes}
        />
        <details className="mb-4">
          <summary>What is usual</summary>
          <p>
            <b>For a program:</b> {usual.programs.join(", ")}
          </p>
          <p>
            <b>For a channel:</b> {usual.channels.join(", ")}
          </p>
        </details>
        <details className="mb-4">
          <summary>All types of events</summary>
          <ul className="plain">
            {types.map(({ type, sentence }) => (
              <li key={type}>
                <code className="break-all">{type}</code> <span className="muted">{sentence}</span>
              </li>
            ))}
          </ul>
        </details>
        <Switch
          name="namesPeople"
          label="Call people by their names"
          text="Otherwise messages hold ids only. What has been sent cannot be taken back when somebody leaves."
          isOn={typed.namesPeople}
          error={errors.namesPeople}
        />
      </Card>
    </div>
  );
}
