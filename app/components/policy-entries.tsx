import { Plus } from "lucide-react";
import { challengeFrequencies, dials, factorSets } from "#app/engine/types.ts";
import type { EntryRow } from "#app/policy/policy-form.ts";
import { dialTexts, factorSetTexts, frequencyTexts } from "#app/policy/policy-texts.ts";
import { Button } from "./button.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";

const kinds = [
  { value: "group", label: "Group" },
  { value: "role", label: "Role" },
  { value: "application", label: "Application" },
  { value: "user", label: "Person" },
];

type Choice = { kind: string; id: string; name: string };

type Props = {
  list: "rules" | "floors";
  title: string;
  hint: string;
  rows: readonly EntryRow[];
  errors: FieldErrors;
  directory: readonly Choice[];
};

/** Rules or floors, a row each; rows come and go by buttons of the form, so that it needs no scripts. */
export function PolicyEntries({ list, title, hint, rows, errors, directory }: Props) {
  const one = list === "rules" ? "rule" : "floor";
  return (
    <fieldset id={list} tabIndex={-1} className="entries">
      <legend>{title}</legend>
      <span className="hint">{hint}</span>
      {errors[list] && <p className="error">{errors[list]}</p>}
      <datalist id={`${list}-known`}>
        {directory.map(({ kind, id, name }) => (
          <option key={`${kind}:${id}`} value={id}>
            {`${name}, ${kind}`}
          </option>
        ))}
      </datalist>
      {rows.map((row, index) => (
        <EntryFields key={row.id} {...{ list, one, row, index, errors }} />
      ))}
      {rows.length === 0 && <p className="small muted">There is no {one}.</p>}
      <Button isSmall name="intent" value={`add:${list}:`} formAction={`?index#${list}`}>
        <Plus aria-hidden="true" /> Add a {one}
      </Button>
    </fieldset>
  );
}

type EntryProps = { list: Props["list"]; one: string; row: EntryRow; index: number; errors: FieldErrors };

function EntryFields({ list, one, row, index, errors }: EntryProps) {
  const place = `${one} ${index + 1}`;
  const field = (name: string, label: string) => ({
    name: `${list}.${name}`,
    // The row is said aloud, and seen from where the field stands.
    label,
    "aria-label": `${label}, ${place}`,
    idPrefix: `${index}.`,
  });
  const error = errors[`${list}.${index}.target`] ?? errors[`${list}.${index}.dial`];
  return (
    <div className="entry" id={`${list}.${index}.target`} tabIndex={-1}>
      <input type="hidden" name={`${list}.id`} value={row.id} />
      <SelectField {...field("kind", "About")} defaultValue={row.kind}>
        {kinds.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField
        {...field("target", "Which")}
        defaultValue={row.target}
        error={error}
        list={`${list}-known`}
        autoComplete="off"
      />
      <SelectField {...field("dial", "MFA")} defaultValue={row.dial}>
        {dials.map((value) => (
          <option key={value} value={value}>
            {dialTexts[value].label}
          </option>
        ))}
      </SelectField>
      <SelectField {...field("factorSet", "Factors")} defaultValue={row.factorSet}>
        <option value="">As for everybody</option>
        {factorSets.map((value) => (
          <option key={value} value={value}>
            {factorSetTexts[value].label}
          </option>
        ))}
      </SelectField>
      {list === "rules" ? (
        <SelectField {...field("challengeFrequency", "Asked")} defaultValue={row.challengeFrequency}>
          <option value="">As for everybody</option>
          {challengeFrequencies.map((value) => (
            <option key={value} value={value}>
              {frequencyTexts[value].label}
            </option>
          ))}
        </SelectField>
      ) : (
        <input type="hidden" name="floors.challengeFrequency" value="" />
      )}
      <Button isSmall look="plain" name="intent" value={`remove:${list}:${row.id}`} formAction={`?index#${list}`}>
        Remove<span className="sr"> {place}</span>
      </Button>
    </div>
  );
}
