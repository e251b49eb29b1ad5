import { type FieldErrors, TextField } from "./field.tsx";

/** Two codes that a token shows one after the other, the earlier one first. */
export function TwoCodes({ errors, idPrefix }: { errors: FieldErrors; idPrefix?: string | undefined }) {
  const common = { className: "code", inputMode: "numeric", autoComplete: "off", maxLength: 10 } as const;
  return (
    <>
      <TextField
        {...common}
        name="firstCode"
        label="The code that it shows now"
        error={errors.firstCode}
        idPrefix={idPrefix}
      />
      <TextField
        {...common}
        name="secondCode"
        label="The one that comes next"
        error={errors.secondCode}
        idPrefix={idPrefix}
      />
    </>
  );
}
