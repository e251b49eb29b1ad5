import { daysText } from "#app/register/category-words.ts";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";
import { TermFields } from "./term-fields.tsx";
import { TimeField } from "./time-field.tsx";

type Props = {
  content: IntakeContent;
  choices: IntakeChoices;
  errors: FieldErrors;
  userNames: Readonly<Record<string, string>>;
};

/** Why it is needed, who answers for it, from when and until when. */
export function IntakeWhy({ content, choices: { categories }, errors, userNames }: Props) {
  const category = categories.find(({ id }) => id === content.category);
  return (
    <>
      <TextAreaField
        name="justification"
        label="Why it is needed"
        hint={
          category?.reasonIsPrivate
            ? "Only approvers and you can read it."
            : "Whoever it is for, its owner, approvers, implementers and auditors read it. Never a password or a diagnosis."
        }
        error={errors.justification}
        defaultValue={content.justification}
        rows={5}
      />
      <TextField
        name="ownerId"
        type="email"
        label="Accountable owner"
        hint="The e-mail address of the person who answers for it"
        error={errors.ownerId}
        defaultValue={content.ownerId ? (userNames[content.ownerId] ?? content.ownerId) : ""}
      />
      <TermFields startsAt={content.startsAt ?? ""} endsAt={content.endsAt ?? ""} {...{ category, errors }} />
      {category && (
        <p className="hint mb-5">
          {category.label}: usually {daysText(category.defaultTermDays)}, at most {daysText(category.mostTermDays)}
          {category.lifetimeDays !== null && `, and ${daysText(category.lifetimeDays)} in all with extensions`}. A day
          is 24 hours, whatever the clocks do.
        </p>
      )}
      <TimeField
        name="plannedRetirementAt"
        label="Planned retirement"
        hint="When nothing will need it any more. May be left empty."
        error={errors.plannedRetirementAt}
        value={content.plannedRetirementAt ?? ""}
      />
    </>
  );
}
