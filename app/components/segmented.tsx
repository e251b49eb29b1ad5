import type { Choice } from "./choices.tsx";
import { FieldSet } from "./field-set.tsx";

type Props = {
  name: string;
  legend: string;
  hint?: string | undefined;
  error?: string | undefined;
  choices: readonly Choice[];
  chosen: string;
};

/** One of a few short words, side by side. */
export function Segmented({ choices, chosen, ...set }: Props) {
  return (
    <FieldSet {...set}>
      <div className="segmented">
        {choices.map(({ value, label }) => (
          <label key={value}>
            <input type="radio" name={set.name} value={value} defaultChecked={value === chosen} />
            {label}
          </label>
        ))}
      </div>
    </FieldSet>
  );
}
