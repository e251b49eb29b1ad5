import { type Phase, Stepper } from "./stepper.tsx";

export type WizardStep = {
  label: string;
  /** Where one can go to it; the current step is no link. */
  to?: string | undefined;
  detail?: string | undefined;
  /** Something in it is missing, so it is not done although one has been there. */
  hasGaps?: boolean | undefined;
};

/** The steps of a form that is saved as one goes; those before the current one count as done if nothing is missing in them. */
export function WizardSteps({ steps, current }: { steps: readonly WizardStep[]; current: number }) {
  const phases = steps.map(({ label, to, detail, hasGaps }, index): Phase => {
    if (index === current) return { label, detail, status: "now" };
    return { label, detail, to, status: index < current && !hasGaps ? "done" : "todo" };
  });
  return <Stepper phases={phases} label="Steps" />;
}
