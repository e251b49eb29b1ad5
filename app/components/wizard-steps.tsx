import { type Phase, Stepper } from "./stepper.tsx";

export type WizardStep = {
  label: string;
  /** Where one can go to it; the current step is no link. */
  to?: string | undefined;
  detail?: string | undefined;
};

/** The steps of a form that is saved as one goes; those before the current one count as done. */
export function WizardSteps({ steps, current }: { steps: readonly WizardStep[]; current: number }) {
  const phases = steps.map(({ label, to, detail }, index): Phase => {
    if (index === current) return { label, detail, status: "now" };
    return { label, detail, to, status: index < current ? "done" : "todo" };
  });
  return <Stepper phases={phases} label="Steps" />;
}
