import { TextField } from "./field.tsx";

type Props = { label?: string | undefined; hint?: string | undefined; error: string | undefined };

/** The code of an app or token; of eight digits at most, and a blank, which some show in the middle. */
export function CodeField({ label = "6-digit code", hint, error }: Props) {
  return (
    <TextField
      name="code"
      label={label}
      className="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={9}
      hint={hint}
      error={error}
      required
    />
  );
}
