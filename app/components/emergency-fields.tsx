import { emergencyHours } from "#app/break-glass/incident.ts";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";

type Props = { errors: FieldErrors; typed: Readonly<Record<string, string>>; title?: string | undefined };

/** What an emergency is, and for how long it is declared. */
export function EmergencyFields({ errors, typed, title = "" }: Props) {
  return (
    <>
      <TextField
        name="title"
        label="What it is"
        hint="As in “Identity provider down”"
        error={errors.title}
        defaultValue={typed.title ?? title}
        maxLength={120}
      />
      <TextField
        name="reference"
        label="Reference"
        hint="What it is called elsewhere, such as a ticket; may be empty"
        error={errors.reference}
        defaultValue={typed.reference ?? ""}
      />
      <TextAreaField
        name="reason"
        label="Why emergency accounts are needed"
        error={errors.reason}
        defaultValue={typed.reason ?? ""}
        rows={3}
      />
      <TextField
        name="hours"
        label="For how many hours"
        hint={`At most ${emergencyHours.most}; it can be ended before`}
        error={errors.hours}
        type="number"
        min={1}
        max={emergencyHours.most}
        defaultValue={typed.hours ?? emergencyHours.usual}
      />
    </>
  );
}
