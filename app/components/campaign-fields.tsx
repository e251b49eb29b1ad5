import type { Reviewer } from "#app/campaigns/reviewers.server.ts";
import { ratings } from "#app/register/risk.ts";
import { type RegisterRole, roleLabels } from "#app/register/roles.ts";
import { Ticks } from "./choices.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { TimeField } from "./time-field.tsx";

type Option = { value: string; label: string };

type Props = {
  categories: readonly Option[];
  applications: readonly Option[];
  owners: readonly Option[];
  reviewers: readonly Reviewer[];
  typed: Readonly<Record<string, string>>;
  chosen: readonly string[];
  errors: FieldErrors;
};

/** Which exceptions, by whom and by when. */
export function CampaignFields({ categories, applications, owners, reviewers, typed, chosen, errors }: Props) {
  const lists = [
    { name: "category", label: "Category", any: "Every category", options: categories },
    { name: "rating", label: "Risk", any: "Every rating", options: ratings.map((value) => ({ value, label: value })) },
    { name: "owner_id", label: "Owner", any: "Every owner", options: owners },
    { name: "application", label: "Application", any: "Every application", options: applications },
  ];
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="As it stands on the page that is signed, such as “Autumn review 2026”"
        error={errors.name}
        defaultValue={typed.name}
      />
      <fieldset className="field">
        <legend>Which exceptions</legend>
        <span className="hint">Of those that are in force. What is left open is any.</span>
        <div className="halves">
          {lists.map(({ name, label, any, options }) => (
            <SelectField key={name} name={name} label={label} error={errors[name]} defaultValue={typed[name] ?? ""}>
              <option value="">{any}</option>
              {options.map(({ value, label: text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </SelectField>
          ))}
        </div>
      </fieldset>
      <Ticks
        name="reviewer_ids"
        legend="Reviewers"
        hint="They share the exceptions evenly."
        errors={errors}
        choices={reviewers.map(({ id, displayName, roles }) => ({
          value: id,
          label: `${displayName}, ${rolesText(roles)}`,
        }))}
        chosen={chosen}
      />
      <TimeField
        name="deadline"
        label="Deadline"
        hint="What nobody has reviewed by then is listed as unanswered when the campaign is signed off."
        error={errors.deadline}
        value={typed.deadline ?? ""}
      />
    </>
  );
}

function rolesText(roles: readonly RegisterRole[]): string {
  return roles.map((role) => roleLabels[role].toLowerCase()).join(" and ");
}
