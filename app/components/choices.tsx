import type { FieldErrors } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";

export type Choice = {
  value: string;
  label: string;
  text?: string | undefined;
  /** How much there is of it, in words. */
  count?: string | undefined;
};

type Props = {
  name: string;
  legend: string;
  hint?: string | undefined;
  error?: string | undefined;
  choices: readonly Choice[];
  chosen: string;
};

/** One of several, each with a line on what it means. */
export function Choices({ name, legend, hint, error, choices, chosen }: Props) {
  return (
    <FieldSet {...{ name, legend, hint, error }}>
      <div className="choices">
        {choices.map(({ value, label, text }) => (
          <label className="choice" key={value}>
            <input type="radio" name={name} value={value} defaultChecked={value === chosen} />
            <b>{label}</b>
            {text && <span>{text}</span>}
          </label>
        ))}
      </div>
    </FieldSet>
  );
}

type TicksProps = {
  name: string;
  legend: string;
  hint?: string | undefined;
  errors?: FieldErrors | undefined;
  choices: readonly Choice[];
  chosen: readonly string[];
};

/** Any of several, in a line. */
export function Ticks({ name, legend, hint, errors = {}, choices, chosen }: TicksProps) {
  return (
    <FieldSet {...{ name, legend, hint, error: errors[name] }}>
      <div className="ticks">
        {choices.map(({ value, label, count }) => (
          <label key={value}>
            <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} /> {label}
            {count !== undefined && <span className="n">{count}</span>}
          </label>
        ))}
      </div>
    </FieldSet>
  );
}
