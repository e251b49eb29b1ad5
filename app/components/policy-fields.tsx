import { challengeFrequencies, dials, enrollmentTimings, factorSets } from "#app/engine/types.ts";
import type { PolicyTyped } from "#app/policy/policy-form.ts";
import { dialTexts, factorSetTexts, frequencyTexts, switchTexts, timingTexts } from "#app/policy/policy-texts.ts";
import { Card } from "./card.tsx";
import { Choices } from "./choices.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { FieldError } from "./field-error.tsx";

type Props = { typed: PolicyTyped; errors: FieldErrors };

/** What is asked of everybody. */
export function PolicyFields({ typed, errors }: Props) {
  return (
    <>
      <Card title="Who has to use MFA">
        <div className="three">
          <Choices
            name="dial"
            legend="For everybody"
            error={errors.dial}
            chosen={typed.dial}
            choices={dials.map((value) => ({ value, ...dialTexts[value] }))}
          />
        </div>
        <div className="three">
          <Choices
            name="enrollmentTiming"
            legend="When people have to enrol"
            error={errors.enrollmentTiming}
            chosen={typed.enrollmentTiming}
            choices={enrollmentTimings.map((value) => ({ value, ...timingTexts[value] }))}
          />
        </div>
        <div className="grace">
          <TextField
            name="grace"
            label="Grace"
            hint="0 to 30 days, from each person’s first sign-in. Editing it starts nobody’s time anew."
            inputMode="decimal"
            error={errors.grace}
            defaultValue={typed.grace}
          />
          <SelectField name="graceUnit" label="In" defaultValue={typed.graceUnit}>
            <option value="days">days</option>
            <option value="hours">hours</option>
          </SelectField>
        </div>
      </Card>
      <Card title="Factors that count">
        <Choices
          name="factorSet"
          legend="For everybody"
          hint="SMS and voice are not offered: they can be phished, and taken over with the number."
          error={errors.factorSet}
          chosen={typed.factorSet}
          choices={factorSets.map((value) => ({ value, ...factorSetTexts[value] }))}
        />
        {(["recoveryCodesAllowed", "codesCountAsEnrollment"] as const).map((name) => (
          <Switch key={name} {...{ name, ...switchTexts[name] }} isOn={typed[name]} error={errors[name]} />
        ))}
      </Card>
      <Card title="How often people are asked">
        <div className="three">
          <Choices
            name="challengeFrequency"
            legend="Somebody who has enrolled is asked"
            error={errors.challengeFrequency}
            chosen={typed.challengeFrequency}
            choices={challengeFrequencies.toReversed().map((value) => ({ value, ...frequencyTexts[value] }))}
          />
        </div>
      </Card>
    </>
  );
}

type SwitchProps = { name: string; label: string; text: string; isOn: boolean; error?: string | undefined };

/** One thing that is on or off, with a line on what it means. */
export function Switch({ name, label, text, isOn, error }: SwitchProps) {
  return (
    <div className={error ? "field wrong" : "field"}>
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      <label className="switch">
        <input
          type="checkbox"
          id={name}
          name={name}
          defaultChecked={isOn}
          aria-describedby={error ? `${name}-error` : undefined}
        />
        <b>{label}</b>
        <span>{text}</span>
      </label>
    </div>
  );
}
