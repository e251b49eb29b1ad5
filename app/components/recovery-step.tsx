import { Form } from "@remix-run/react";
import { Button } from "./button.tsx";
import { TextField } from "./field.tsx";

type Props = {
  /** Whether there is nothing else that they could use. */
  isOnly: boolean;
  /** Whether a code was tried a moment ago, and did not work. */
  isTried?: boolean;
  error: string | undefined;
  label: string;
};

/** The last resort stands last, folded away while there is anything else. */
export function RecoveryStep({ isOnly, isTried = false, error, label }: Props) {
  const form = (
    <Form method="post">
      <input type="hidden" name="intent" value="recovery_code" />
      <TextField
        name="recoveryCode"
        label="Recovery code"
        hint="One of the ten that you kept, such as 7K3M-QX2D-9RTA-HB4W. It is used up by this."
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={100}
        error={error}
        required
      />
      <Button look={isOnly ? "primary" : "normal"} isWide>
        {label}
      </Button>
    </Form>
  );
  if (isOnly) return form;
  return (
    <details className="fallback" open={isTried || error !== undefined}>
      <summary>Use a recovery code</summary>
      {form}
    </details>
  );
}
