import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";

type Props = { errors: FieldErrors; typed: Readonly<Record<string, string>> };

/** What has to be seen before anybody's factors are reset, and said so that others can judge it later. */
export function ProofFields({ errors, typed }: Props) {
  return (
    <>
      <TextAreaField
        name="video_call"
        label="Video call"
        hint="When you saw them, and how you knew that it was them. A voice alone is no proof."
        error={errors.video_call}
        defaultValue={typed.video_call}
        rows={3}
        maxLength={1000}
      />
      <TextField
        name="email"
        label="Address that they wrote from"
        type="email"
        hint="Type it from their mail. It has to be that of the account."
        error={errors.email}
        defaultValue={typed.email}
        autoComplete="off"
      />
      <TextField
        name="reference"
        label="Reference"
        hint="The ticket, where there is one"
        error={errors.reference}
        defaultValue={typed.reference}
        maxLength={200}
      />
    </>
  );
}
