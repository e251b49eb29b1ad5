import type { TrialChoices } from "#app/replays/trial-choices.server.ts";
import type { FieldErrors } from "./field.tsx";
import { SelectField } from "./field.tsx";

type Props = {
  choices: TrialChoices;
  chosen: { policyDraft: string; exception: string };
  errors: FieldErrors;
};

/** A policy draft, a record that is not in force, or both: what is to be tried. */
export function TrialFields({ choices, chosen, errors }: Props) {
  return (
    <div className="pair">
      <SelectField
        name="policy_draft"
        label="With a policy draft"
        hint="In the place of the policy in force."
        error={errors.policy_draft}
        defaultValue={chosen.policyDraft}
      >
        <Offered choices={choices.policyDrafts} chosen={chosen.policyDraft} />
      </SelectField>
      <SelectField
        name="exception"
        label="With an exception that is not in force"
        hint="Counted as if it were."
        error={errors.exception}
        defaultValue={chosen.exception}
      >
        <Offered choices={choices.exceptions} chosen={chosen.exception} />
      </SelectField>
    </div>
  );
}

/** What a link has chosen is offered too, even if it is too old to be among the newest. */
function Offered({ choices, chosen }: { choices: TrialChoices["exceptions"]; chosen: string }) {
  const isOffered = chosen === "" || choices.some(({ value }) => value === chosen);
  return (
    <>
      <option value="">None</option>
      {!isOffered && <option value={chosen}>{chosen}</option>}
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </>
  );
}
