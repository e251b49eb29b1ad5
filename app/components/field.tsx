import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";

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
  control,
}: Common & { control: (wiring: Wiring) => ReactNode }) {
  const id = idPrefix + name;
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={error ? "field wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="error" id={`${id}-error`}>
          {error}
        </span>
      )}
      {control({
        id,
        name,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
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

export function TextAreaField({ name, label, hint, error, idPrefix, ...area }: AreaProps) {
  return <Field {...{ name, label, hint, error, idPrefix }} control={(wiring) => <textarea {...area} {...wiring} />} />;
}

type SelectProps = Common & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id">;

export function SelectField({ name, label, hint, error, idPrefix, ...select }: SelectProps) {
  return <Field {...{ name, label, hint, error, idPrefix }} control={(wiring) => <select {...select} {...wiring} />} />;
}
