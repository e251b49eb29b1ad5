import { Form } from "@remix-run/react";
import { usualAccessDays } from "#app/auth/access-end.ts";
import { registerRoles, roleLabels } from "#app/register/roles.ts";
import { Button } from "./button.tsx";
import { Ticks } from "./choices.tsx";
import { type FieldErrors, TextField } from "./field.tsx";

export const roleChoices = registerRoles.map((value) => ({ value, label: roleLabels[value] }));

type Props = {
  errors: FieldErrors;
  /** What was typed before somebody was sent elsewhere. */
  typed: { userName: string; displayName: string; roles: readonly string[]; accessUntil: string } | null;
};

/** Adds somebody to the workspace and sends them a link; closed until it is needed. */
export function AddPerson({ errors, typed }: Props) {
  return (
    <details className="card fold mb-4" open={typed !== null || Object.keys(errors).length > 0}>
      <summary>Add somebody</summary>
      <Form method="post" className="body" noValidate>
        <div className="pair">
          <TextField
            name="userName"
            type="email"
            label="E-mail address"
            error={errors.userName}
            defaultValue={typed?.userName}
          />
          <TextField name="displayName" label="Name" error={errors.displayName} defaultValue={typed?.displayName} />
        </div>
        <Ticks
          name="roles"
          legend="Roles"
          hint="An auditor can hold no other role."
          choices={roleChoices}
          chosen={typed?.roles ?? []}
        />
        <TextField
          name="accessUntil"
          type="date"
          label="Access until"
          hint={`For an auditor: the last day, within a year. Without one it is ${usualAccessDays} days.`}
          error={errors.accessUntil}
          defaultValue={typed?.accessUntil}
        />
        <Button look="primary" name="intent" value="add">
          Add and invite
        </Button>
      </Form>
    </details>
  );
}
