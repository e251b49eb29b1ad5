import { spareRows } from "#app/register/intake-form.ts";
import { EstimateField } from "./estimate-field.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";

type Props = { content: IntakeContent; choices: IntakeChoices; errors: FieldErrors };

/** What makes up for the missing factor, how risky it is thought to be, and what the category has to carry. */
export function IntakeControls({ content, choices, errors }: Props) {
  const category = choices.categories.find(({ id }) => id === content.category);
  const named = content.compensatingControls ?? [];
  const offered = new Set(choices.controls.map(({ id }) => id));
  const ticked = new Set(named.flatMap(({ catalogueId }) => catalogueId ?? []));
  const written = [
    ...named.filter(({ catalogueId }) => catalogueId === null || !offered.has(catalogueId)),
    ...Array.from({ length: spareRows }, () => ({ name: "", howChecked: "" })),
  ];
  return (
    <>
      <FieldSet
        name="compensatingControls"
        legend="Compensating controls"
        hint="What makes up for the missing factor. Each has to be something that can be checked."
        error={errors.compensatingControls}
      >
        {choices.controls.length > 0 && (
          <div className="choices">
            {choices.controls.map(({ id, name, howChecked }) => (
              <label className="choice" key={id}>
                <input type="checkbox" name="control.catalogue" value={id} defaultChecked={ticked.has(id)} />
                <b>{name}</b>
                <span>{howChecked}</span>
              </label>
            ))}
          </div>
        )}
        {choices.controls.length > 0 && <p className="hint mt-2">Or in your own words:</p>}
        {written.map(({ name, howChecked }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form have no other name than their place
          <div className="pair mt-2" key={index}>
            <TextField idPrefix={`${index}-`} name="control.name" label={`Control ${index + 1}`} defaultValue={name} />
            <TextField
              idPrefix={`${index}-`}
              name="control.howChecked"
              label="How it is checked"
              defaultValue={howChecked}
            />
          </div>
        ))}
        <p className="hint">Need more rows? Save, and two empty ones appear.</p>
      </FieldSet>
      <EstimateField estimate={content.estimate ?? null} errors={errors} />
      {category?.mustCarry.map(({ key, label, hint, isRequired }) => (
        <TextAreaField
          key={key}
          name={`details.${key}`}
          label={isRequired ? label : `${label} (optional)`}
          hint={hint}
          error={errors[`details.${key}`]}
          defaultValue={content.details?.[key] ?? ""}
          className="short"
          rows={2}
        />
      ))}
    </>
  );
}
