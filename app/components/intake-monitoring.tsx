import { spareRows } from "#app/register/intake-form.ts";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";
import { TimeField } from "./time-field.tsx";

type Props = { content: IntakeContent; choices: IntakeChoices; errors: FieldErrors };

/** Who watches its use, and the dated steps towards needing it no more. */
export function IntakeMonitoring({ content, errors }: Props) {
  const milestones = [
    ...(content.milestones ?? []),
    ...Array.from({ length: spareRows }, () => ({ title: "", dueAt: "" })),
  ];
  return (
    <>
      <TextAreaField
        name="monitoringPlan"
        label="Monitoring plan"
        hint="Who looks at its use, how often, and what would alarm them"
        error={errors.monitoringPlan}
        defaultValue={content.monitoringPlan}
        rows={4}
      />
      <FieldSet
        name="milestones"
        legend="Exit plan"
        hint="Dated steps towards the day on which it is not needed. Need more rows? Save, and two empty ones appear."
        error={errors.milestones}
      >
        {milestones.map(({ title, dueAt }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form have no other name than their place
          <div className="pair" key={index}>
            <TextField idPrefix={`${index}-`} name="milestone.title" label={`Step ${index + 1}`} defaultValue={title} />
            <TimeField idPrefix={`${index}-`} name="milestone.dueAt" label="Due" value={dueAt} />
          </div>
        ))}
      </FieldSet>
    </>
  );
}
