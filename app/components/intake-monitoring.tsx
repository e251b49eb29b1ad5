import { spareRows } from "#app/register/intake-form.ts";
import { DateTimeField } from "./date-time-field.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import type { IntakeContent } from "./intake-content.ts";

type Props = { content: IntakeContent; errors: FieldErrors };

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
      <fieldset id="milestones" tabIndex={-1}>
        <legend>Exit plan</legend>
        <span className="hint">Dated steps towards the day on which it is not needed.</span>
        {errors.milestones && <span className="error">{errors.milestones}</span>}
        {milestones.map(({ title, dueAt }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form have no other name than their place
          <div className="pair" key={index}>
            <TextField idPrefix={`${index}-`} name="milestone.title" label={`Step ${index + 1}`} defaultValue={title} />
            <DateTimeField idPrefix={`${index}-`} name="milestone.dueAt" label="Due" value={dueAt} />
          </div>
        ))}
      </fieldset>
    </>
  );
}
