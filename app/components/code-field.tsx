import { TextField } from "./field.tsx";

type Props = { label?: string | undefined; error: string | undefined };

/** The code of an authenticator app; seven characters, since some apps show a blank in the middle. */
export function CodeField({ label = "6-digit code", error }: Props) {
  return (
    <TextField
      name="code"
      label={label}
      className="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      error={error}
      required
    />
  );
}
