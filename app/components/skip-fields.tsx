import { usualSkipHours } from "#app/register/force-skip.ts";
import { Ticks } from "./choices.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";

type Props = {
  errors: FieldErrors;
  /** What was typed before; null for a form that is new. */
  typed: { texts: Readonly<Record<string, string>>; applications: readonly string[] } | null;
  applications: readonly { id: string; name: string }[];
};

/** Why somebody skips MFA, where, for how long, and what makes up for it. */
export function SkipFields({ errors, typed, applications }: Props) {
  const texts = typed?.texts ?? {};
  return (
    <>
      <TextAreaField
        name="reason"
        label="Why"
        hint="What happened, and how you know that it is them. Everybody who is skipped reads it."
        error={errors.reason}
        defaultValue={texts.reason}
        rows={3}
        maxLength={1000}
      />
      <TextField
        name="missing_item"
        label="What is missing"
        hint="The device, key or token that has to arrive"
        error={errors.missing_item}
        defaultValue={texts.missing_item}
      />
      <TextField
        name="arrives_on"
        label="When it arrives"
        hint="The expected date"
        error={errors.arrives_on}
        defaultValue={texts.arrives_on}
      />
      <TextField
        name="control"
        label="What makes up for it"
        hint="As: their manager confirms each sign-in by phone"
        error={errors.control}
        defaultValue={texts.control}
      />
      <TextField
        name="hours"
        label="For how many hours"
        hint="1 to 24"
        type="number"
        inputMode="numeric"
        className="short"
        error={errors.hours}
        defaultValue={texts.hours ?? usualSkipHours}
      />
      <TextField
        name="days"
        label="If it is ratified, for how many days"
        hint="1 to 30, from now on"
        type="number"
        inputMode="numeric"
        className="short"
        error={errors.days}
        defaultValue={texts.days ?? 7}
      />
      <Ticks
        name="applications"
        legend="Where"
        hint="None ticked: everywhere"
        errors={errors}
        choices={applications.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={typed?.applications ?? []}
      />
    </>
  );
}
