import { spareRows } from "#app/register/intake-form.ts";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";

type Props = { content: IntakeContent; choices: IntakeChoices; errors: FieldErrors };

/** What makes up for the missing factor, and what the category has to carry. */
export function IntakeControls({ content, choices, errors }: Props) {
  const category = choices.categories.find(({ id }) => id === content.category);
  const controls = [
    ...(content.compensatingControls ?? []),
    ...Array.from({ length: spareRows }, () => ({ name: "", howChecked: "" })),
  ];
  return (
    <>
      <fieldset id="compensatingControls" tabIndex={-1}>
        <legend>Compensating controls</legend>
        <span className="hint">As restricted networks, device checks, session monitoring, alerts on change.</span>
        {errors.compensatingControls && <span className="error">{errors.compensatingControls}</span>}
        {controls.map(({ name, howChecked }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form have no other name than their place
          <div className="pair" key={index}>
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
      </fieldset>
      <hr />
      {category?.mustCarry.map(({ key, label, hint }) => (
        <TextAreaField
          key={key}
          name={`details.${key}`}
          label={label}
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
