import type { ReactNode } from "react";
import { FieldError } from "./field-error.tsx";

type Props = {
  name: string;
  legend: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
};

/** Several controls that answer one question; its id is its name, so that a summary can link to it. */
export function FieldSet({ name, legend, hint, error, children }: Props) {
  const describedBy = [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter(Boolean).join(" ");
  return (
    <fieldset
      className={error ? "field wrong" : "field"}
      id={name}
      tabIndex={-1}
      aria-describedby={describedBy || undefined}
    >
      <legend>{legend}</legend>
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      {children}
    </fieldset>
  );
}
