import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useState,
} from "react";
import { FieldError } from "./field-error.tsx";

/** Messages by field name; a field's id is its name, so that a summary can link to it. */
export type FieldErrors = Readonly<Record<string, string>>;

type Common = {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Where one form stands on a page twice, what tells its fields apart. */
  idPrefix?: string | undefined;
};

type Wiring = { id: string; name: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

function Field({
  name,
  label,
  hint,
  error,
  idPrefix = "",
  counter,
  control,
}: Common & { counter?: string | undefined; control: (wiring: Wiring) => ReactNode }) {
  const id = idPrefix + name;
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : "", counter ? `${id}-counter` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={error ? "field wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {control({
        id,
        name,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {counter && (
        <span className="hint counter" id={`${id}-counter`}>
          {counter}
        </span>
      )}
    </div>
  );
}

type TextProps = Common & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id">;

/** A line of text with its label, hint and error; `type` may be text, email, password, date, datetime-local and so on. */
export function TextField({ name, label, hint, error, idPrefix, ...input }: TextProps) {
  return (
    <Field
      {...{ name, label, hint, error, idPrefix }}
      control={(wiring) => <input type="text" {...input} {...wiring} />}
    />
  );
}

type AreaProps = Common & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "id">;

/** Several lines of text. With a `maxLength` it counts, from what the server sent on as one types. */
export function TextAreaField({ name, label, hint, error, idPrefix, ...area }: AreaProps) {
  const [length, setLength] = useState(String(area.defaultValue ?? "").length);
  const most = area.maxLength;
  return (
    <Field
      {...{ name, label, hint, error, idPrefix }}
      counter={most === undefined ? undefined : `${grouped(length)} of ${grouped(most)} characters`}
      control={(wiring) => (
        <textarea {...area} {...wiring} onInput={({ currentTarget: { value } }) => setLength(value.length)} />
      )}
    />
  );
}

/** Groups digits by hand-picked locale, so that server and browser agree. */
function grouped(count: number): string {
  return count.toLocaleString("en-GB");
}

type SelectProps = Common & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id">;

export function SelectField({ name, label, hint, error, idPrefix, ...select }: SelectProps) {
  return <Field {...{ name, label, hint, error, idPrefix }} control={(wiring) => <select {...select} {...wiring} />} />;
}
