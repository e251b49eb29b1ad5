import type { InputHTMLAttributes, ReactNode } from "react";
import { FieldError } from "./field-error.tsx";

type Props = {
  name: string;
  label: ReactNode;
  /** What ticking it means. */
  hint?: ReactNode;
  error?: string | undefined;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "type" | "className">;

/** A thing that is so or is not, such as an acknowledgement. */
export function Checkbox({ name, label, hint, error, ...input }: Props) {
  const describedBy = [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={error ? "field wrong" : "field"}>
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      <label className="tick">
        <input
          {...input}
          type="checkbox"
          id={name}
          name={name}
          aria-describedby={describedBy || undefined}
          aria-invalid={error ? true : undefined}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <span className="hint under-tick" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
