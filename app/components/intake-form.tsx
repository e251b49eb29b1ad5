import { Form } from "@remix-run/react";
import { gapsIn, type IntakeStep, intakeStepLabels, intakeSteps, nextStep } from "#app/register/intake-form.ts";
import type { Gap } from "#app/register/readiness.ts";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import type { FieldErrors } from "./field.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";
import { IntakeControls } from "./intake-controls.tsx";
import { IntakeMonitoring } from "./intake-monitoring.tsx";
import { IntakeWhat } from "./intake-what.tsx";
import { IntakeWhy } from "./intake-why.tsx";
import { SaveBar } from "./save-bar.tsx";
import { WizardSteps } from "./wizard-steps.tsx";

type Props = {
  step: Exclude<IntakeStep, "check">;
  /** Null until the first step has been saved. */
  id: string | null;
  version?: number | undefined;
  content: IntakeContent;
  choices: IntakeChoices;
  errors: FieldErrors;
  /** User names of the people in the content, by id. */
  userNames?: Readonly<Record<string, string>> | undefined;
};

/** One step of the intake; every step is saved before the next is shown. */
export function IntakeForm({ step, id, version, content, choices, errors, userNames = {} }: Props) {
  return (
    <>
      <IntakeProgress step={step} id={id} />
      <Form method="post" noValidate>
        <ErrorSummary errors={errors} />
        {version !== undefined && <input type="hidden" name="version" value={version} />}
        {step === "what" && <IntakeWhat {...{ content, choices, errors, userNames }} />}
        {step === "why" && <IntakeWhy {...{ content, choices, errors, userNames }} />}
        {step === "controls" && <IntakeControls {...{ content, choices, errors }} />}
        {step === "monitoring" && <IntakeMonitoring {...{ content, errors }} />}
        <SaveBar note={`Next: ${intakeStepLabels[nextStep(step)]}`}>
          <Button look="primary" name="intent" value="continue">
            Save and continue
          </Button>
          {id && (
            <Button name="intent" value="leave">
              Save and leave
            </Button>
          )}
        </SaveBar>
      </Form>
    </>
  );
}

type ProgressProps = { step: IntakeStep; id: string | null; gaps?: readonly Gap[] | undefined };

/** Where one is in the intake; once there is a draft, every step can be gone to. */
export function IntakeProgress({ step, id, gaps = [] }: ProgressProps) {
  const steps = intakeSteps.map((one) => ({
    label: intakeStepLabels[one],
    to: id ? `/exceptions/${id}/edit/${one}` : undefined,
    hasGaps: gapsIn(gaps, one).length > 0,
  }));
  return <WizardSteps steps={steps} current={intakeSteps.indexOf(step)} />;
}
