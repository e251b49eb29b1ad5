import { Form } from "@remix-run/react";
import type { SessionSettings } from "#app/auth/session-settings.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { type FieldErrors, TextField } from "./field.tsx";

type Props = {
  settings: SessionSettings;
  /** What was sent before a factor had to be used anew. */
  typed: Record<string, string> | null;
  errors: FieldErrors;
};

/** How long sessions last, and what people are told of them. */
export function SessionLimits({ settings, typed, errors }: Props) {
  const tells = typed ? typed.tellsNewDevices === "yes" : settings.tellsNewDevices;
  return (
    <Card title="How long they last">
      <Form method="post" noValidate>
        <input type="hidden" name="intent" value="limits" />
        <TextField
          name="idleMinutes"
          label="Without a request (minutes)"
          hint="5 to 1440. NIST asks for at most 60 where two factors are needed; longer leaves a screen that was walked away from open"
          type="number"
          inputMode="numeric"
          className="short"
          error={errors.idleMinutes}
          defaultValue={typed?.idleMinutes ?? settings.idleMinutes}
        />
        <TextField
          name="absoluteMinutes"
          label="After the sign-in, however busy (minutes)"
          hint="60 to 1440, which is a day"
          type="number"
          inputMode="numeric"
          className="short"
          error={errors.absoluteMinutes}
          defaultValue={typed?.absoluteMinutes ?? settings.absoluteMinutes}
        />
        <label className="field">
          <input type="checkbox" name="tellsNewDevices" value="yes" defaultChecked={tells} /> Tell people by mail of a
          sign-in from a browser in which they are not known
        </label>
        <p className="hint mb-2">
          Shorter limits end sessions that run already. A session that rests on an exception, or on time to enrol, ends
          with it in any case.
        </p>
        <Button look="primary">Save</Button>
      </Form>
    </Card>
  );
}
