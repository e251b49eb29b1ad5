import { Form } from "@remix-run/react";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { FieldError } from "./field-error.tsx";

type Props = {
  /** What was sent before a factor had to be used anew. */
  typed: Record<string, string> | null;
  errors: FieldErrors;
};

/** Ends the sessions of everybody, for after an incident or a change that cannot wait for the next sign-in. */
export function RevokeEverybody({ typed, errors }: Props) {
  return (
    <Card title="End everybody’s sessions">
      <Form method="post" className="stack" noValidate>
        <input type="hidden" name="intent" value="revoke" />
        <p>
          Everybody but you is signed out at once and meets the policy of today at the next sign-in. All known browsers
          are forgotten. Tokens go on; end those under Tokens.
        </p>
        <TextField
          name="reason"
          label="Why"
          hint="Stays in the audit log"
          error={errors.reason}
          defaultValue={typed?.reason}
          maxLength={200}
        />
        <div className={errors.sure ? "field wrong" : "field"}>
          {errors.sure && <FieldError id="sure-error">{errors.sure}</FieldError>}
          <label>
            <input
              type="checkbox"
              id="sure"
              name="sure"
              value="yes"
              aria-describedby={errors.sure ? "sure-error" : undefined}
              defaultChecked={typed?.sure === "yes"}
            />{" "}
            Everybody has to sign in again
          </label>
        </div>
        <Button look="danger">End all sessions</Button>
      </Form>
    </Card>
  );
}
