import { addDays } from "#app/register/days.ts";
import { DateTimeField } from "./date-time-field.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";
import { exact } from "./relative-time.ts";

type Props = {
  content: IntakeContent;
  choices: IntakeChoices;
  errors: FieldErrors;
  userNames: Readonly<Record<string, string>>;
};

/** Why it is needed, who answers for it, from when and until when. */
export function IntakeWhy({ content, choices, errors, userNames }: Props) {
  const category = choices.categories.find(({ id }) => id === content.category);
  const latest = category && isInstant(content.startsAt) ? addDays(content.startsAt, category.mostTermDays) : null;
  return (
    <>
      <TextAreaField
        name="justification"
        label="Why it is needed"
        hint={
          category?.reasonIsPrivate
            ? "Only approvers and you can read it."
            : "Approvers, the owner and auditors read it."
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
        error={errors.ownerId ?? errors.owner_id}
        defaultValue={content.ownerId ? (userNames[content.ownerId] ?? content.ownerId) : ""}
      />
      <div className="pair">
        <DateTimeField name="startsAt" label="Starts" error={errors.startsAt} value={content.startsAt ?? ""} />
        <DateTimeField
          name="endsAt"
          label="Ends"
          hint={latest && `At the latest ${exact(latest)}`}
          error={errors.endsAt}
          value={content.endsAt ?? ""}
        />
      </div>
      <DateTimeField
        name="plannedRetirementAt"
        label="Planned retirement"
        hint="When nothing will need it any more. May be left empty."
        error={errors.plannedRetirementAt}
        value={content.plannedRetirementAt ?? ""}
      />
    </>
  );
}

function isInstant(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
