import { Form, useFetcher } from "@remix-run/react";
import { type FormEvent, useRef, useState } from "react";
import { gapsIn, type IntakeStep, intakeStepLabels, intakeSteps, nextStep } from "#app/register/intake-form.ts";
import type { RatingFloor } from "#app/register/rating-floor.ts";
import type { Gap } from "#app/register/readiness.ts";
import type { Related } from "#app/register/related.server.ts";
import { relatedQuery } from "#app/register/related-query.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import type { FieldErrors } from "./field.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";
import { IntakeControls } from "./intake-controls.tsx";
import { IntakeLimits } from "./intake-limits.tsx";
import { IntakeMonitoring } from "./intake-monitoring.tsx";
import { IntakeWhat } from "./intake-what.tsx";
import { IntakeWhy } from "./intake-why.tsx";
import { RelatedExceptions } from "./related-exceptions.tsx";
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
  /** What else there is about the same people and applications. */
  related: readonly Related[];
  /** Set where whom it reaches makes it a higher risk, whatever else is said. */
  floor?: RatingFloor | null | undefined;
  now: string;
};

/** One step of the intake; every step is saved before the next is shown. */
export function IntakeForm({ step, id, version, content, choices, errors, userNames = {}, now, ...beside }: Props) {
  const [category, setCategory] = useState(content.category);
  const found = useFetcher<{ related: Related[] }>();
  const asked = useRef("");
  const follow = ({ currentTarget }: FormEvent<HTMLFormElement>) => {
    if (step !== "what") return;
    const form = new FormData(currentTarget);
    setCategory(String(form.get("category") ?? ""));
    const query = relatedQuery(form, id);
    if (query === asked.current) return;
    asked.current = query;
    found.load(`/exceptions/related?${query}`);
  };
  return (
    <>
      <IntakeProgress step={step} id={id} />
      <div className="cols">
        <Form method="post" noValidate onInput={follow}>
          <ErrorSummary errors={errors} />
          {step === "what" && beside.floor && (
            <Banner tone="caution">
              {beside.floor.reasons.join(" ")} It will be rated {beside.floor.rating} at least: narrow it if you can.
            </Banner>
          )}
          {version !== undefined && <input type="hidden" name="version" value={version} />}
          {step === "what" && <IntakeWhat {...{ content, choices, errors, userNames, now }} />}
          {step === "why" && <IntakeWhy {...{ content, choices, errors, userNames }} />}
          {step === "controls" && <IntakeControls {...{ content, choices, errors }} />}
          {step === "monitoring" && <IntakeMonitoring {...{ content, choices, errors }} />}
          <SaveBar note={`Next: ${intakeStepLabels[nextStep(step)]}`}>
            <Button look="primary" name="intent" value="continue">
              Save and continue
            </Button>
            <Button name="intent" value="leave">
              Save and leave
            </Button>
          </SaveBar>
        </Form>
        <aside className="rail" aria-label="Beside this step">
          <IntakeLimits category={choices.categories.find((each) => each.id === category)} />
          <RelatedExceptions
            related={found.data?.related ?? beside.related}
            none="Nothing else names the same people or applications yet, as far as you may see."
          />
        </aside>
      </div>
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
