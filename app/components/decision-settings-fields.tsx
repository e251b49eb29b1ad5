import type { DecisionSettings } from "#app/register/decision-settings.ts";
import { type FieldErrors, TextField } from "./field.tsx";

type Named = { name: keyof DecisionSettings; label: string; hint: string };

const widths: Named[] = [
  { name: "moderateFromPeople", label: "Moderate from (people)", hint: "No rating is lower for so many people" },
  { name: "highFromPeople", label: "High from (people)", hint: "No rating is lower for so many people" },
  {
    name: "highFromPercent",
    label: "High from (percent of everybody)",
    hint: "Counts from ten people on; privileged people and roles are high whatever their number",
  },
];

const silences: Named[] = [
  { name: "remindAfterDays", label: "Remind after (days)", hint: "And as often again: those who can still decide" },
  {
    name: "escalateAfterDays",
    label: "Escalate after (days)",
    hint: "Security leadership and the admins are told, once",
  },
  { name: "lapseAfterDays", label: "Lapse after (days)", hint: "The request ends; what is in force stays as it is" },
];

type Props = { settings: DecisionSettings; errors: FieldErrors };

/** How wide scopes are rated, and what happens while approvers are silent. */
export function DecisionSettingsFields({ settings, errors }: Props) {
  const field = ({ name, label, hint }: Named) => (
    <TextField
      key={name}
      {...{ name, label, hint }}
      type="number"
      inputMode="numeric"
      className="short"
      error={errors[name]}
      defaultValue={settings[name]}
    />
  );
  return (
    <>
      <fieldset>
        <legend className="mb-2">Least rating of wide scopes</legend>
        {widths.map(field)}
      </fieldset>
      <fieldset>
        <legend className="mb-2">When approvers are silent</legend>
        {silences.map(field)}
      </fieldset>
    </>
  );
}
