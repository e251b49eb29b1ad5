import { Form } from "@remix-run/react";
import { registerRoles, roleLabels } from "#app/register/roles.ts";
import { Button } from "./button.tsx";
import { Ticks } from "./choices.tsx";
import { type FieldErrors, TextField } from "./field.tsx";

export const roleChoices = registerRoles.map((value) => ({ value, label: roleLabels[value] }));

/** Adds somebody to the workspace and sends them a link; closed until it is needed. */
export function AddPerson({ errors }: { errors: FieldErrors }) {
  return (
    <details className="card fold mb-4" open={Object.keys(errors).length > 0}>
      <summary>Add somebody</summary>
      <Form method="post" className="body" noValidate>
        <div className="pair">
          <TextField name="userName" type="email" label="E-mail address" error={errors.userName} />
          <TextField name="displayName" label="Name" error={errors.displayName} />
        </div>
        <Ticks
          name="roles"
          legend="Roles"
          hint="An auditor can hold no other role."
          choices={roleChoices}
          chosen={[]}
        />
        <Button look="primary" name="intent" value="add">
          Add and invite
        </Button>
      </Form>
    </details>
  );
}
