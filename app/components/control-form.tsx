import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import { Switch } from "./policy-fields.tsx";

type Props = { typed: Readonly<Record<string, string>>; errors: FieldErrors; children: ReactNode };

/** An entry of the catalogue to be written; the children are its buttons. */
export function ControlForm({ typed, errors, children }: Props) {
  return (
    <Form method="post" noValidate>
      <ErrorSummary errors={errors} title="This was not saved" />
      <TextField name="name" label="Name" error={errors.name} defaultValue={typed.name} maxLength={80} />
      <TextAreaField
        name="description"
        label="What it does"
        error={errors.description}
        defaultValue={typed.description}
        maxLength={300}
        className="short"
        rows={2}
      />
      <TextAreaField
        name="howChecked"
        label="How it is checked"
        hint="What somebody looks at to see that it works"
        error={errors.howChecked}
        defaultValue={typed.howChecked}
        maxLength={300}
        className="short"
        rows={2}
      />
      <TextField
        name="checkEveryDays"
        label="Checked every, days"
        hint="Counts at once for every exception that names it"
        inputMode="numeric"
        error={errors.checkEveryDays}
        defaultValue={typed.checkEveryDays}
      />
      <Switch
        name="isEnabled"
        label="Offered to new exceptions"
        text="Those that name it already keep it."
        isOn={typed.isEnabled === "on"}
      />
      {children}
    </Form>
  );
}
