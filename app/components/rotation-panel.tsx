import { Form } from "@remix-run/react";
import { rotationCauses } from "#app/break-glass/rotation.ts";
import type { RotationView } from "#app/break-glass/rotation-views.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Choices } from "./choices.tsx";
import { type FieldErrors, SelectField, TextAreaField, TextField } from "./field.tsx";
import { exact } from "./relative-time.ts";
import { causeLabels } from "./rotation-words.ts";
import { TimeField } from "./time-field.tsx";

/** What was typed into one of the forms of a page, where it comes back. */
export type Sent = { intent: string; typed: Readonly<Record<string, string>>; errors: FieldErrors };

type Props = { rotations: readonly RotationView[]; sent: Sent | null; now: string };

/** Where one person says that a secret was replaced, or another that they saw it. */
export function RotationPanel({ rotations, sent, now }: Props) {
  const waiting = rotations.find(({ isWaiting }) => isWaiting);
  const of = (intent: string) =>
    sent?.intent === intent ? sent : { intent, typed: {} as Sent["typed"], errors: {} as FieldErrors };
  if (waiting) return <Attest rotation={waiting} {...of("attest")} />;
  return <Record {...of("rotate")} now={now} />;
}

function Record({ typed, errors, now }: Sent & { now: string }) {
  return (
    <Card title="Record a rotation" isAct>
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="rotate" />
        <p className="hint">Once the old secret has failed and the new one is sealed. Somebody else attests it.</p>
        <SelectField name="cause" label="Why" error={errors.cause} defaultValue={typed.cause ?? "interval"}>
          {rotationCauses.map((cause) => (
            <option key={cause} value={cause}>
              {causeLabels[cause]}
            </option>
          ))}
        </SelectField>
        <TimeField name="rotatedAt" label="When" error={errors.rotatedAt} value={typed.rotatedAt ?? now} max={now} />
        <Choices
          name="outcome"
          legend="Outcome"
          error={errors.outcome}
          chosen={typed.outcome ?? "rotated"}
          choices={[
            { value: "rotated", label: "Replaced", text: "The old secret is refused." },
            { value: "failed", label: "It failed", text: "It opens a finding." },
          ]}
        />
        <TextField
          name="reference"
          label="Reference"
          hint="A change, a ticket or the number of the seal; never the secret"
          maxLength={200}
          error={errors.reference}
          defaultValue={typed.reference ?? ""}
        />
        <TextAreaField name="note" label="Note" rows={2} error={errors.note} defaultValue={typed.note ?? ""} />
        <Button look="primary">Record it</Button>
      </Form>
    </Card>
  );
}

function Attest({ rotation, typed, errors }: Sent & { rotation: RotationView }) {
  const { id, operator, rotatedAt, reference, cause, note, isOwn } = rotation;
  return (
    <Card title="Attest the rotation" isAct>
      <div className="stack">
        <p className="small">
          {operator} recorded it for {exact(rotatedAt)}: {causeLabels[cause].toLowerCase()}, {reference}.
        </p>
        {note && <p className="small prose">{note}</p>}
        {isOwn ? (
          <p className="hint">Somebody else has to attest it. Until then it does not count.</p>
        ) : (
          <Form method="post" noValidate className="stack">
            <input type="hidden" name="intent" value="attest" />
            <input type="hidden" name="rotationId" value={id} />
            <Choices
              name="attestation"
              legend="What you saw"
              error={errors.attestation}
              chosen={typed.attestation ?? ""}
              choices={[
                {
                  value: "confirmed",
                  label: "It was replaced",
                  text: "I saw the new one written and sealed, and the old one fail.",
                },
                {
                  value: "refused",
                  label: "I cannot confirm it",
                  text: "It opens a finding, and the alarm is raised.",
                },
              ]}
            />
            <TextAreaField
              name="note"
              label="Note"
              hint="Needed where you cannot confirm it"
              rows={2}
              error={errors.note}
              defaultValue={typed.note ?? ""}
            />
            <Button look="primary">Attest</Button>
          </Form>
        )}
      </div>
    </Card>
  );
}
