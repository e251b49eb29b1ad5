import { type Phase, Stepper } from "./stepper.tsx";

export type WizardStep = { label: string; to: string; detail?: string | undefined };

type Props = { steps: readonly WizardStep[]; current: number; isDone: (index: number) => boolean };

/** The steps of a form that is saved as one goes: those that are done can be gone back to. */
export function WizardSteps({ steps, current, isDone }: Props) {
  const phases = steps.map(({ label, to, detail }, index): Phase => {
    if (index === current) return { label, detail, status: "now" };
    return isDone(index) ? { label, detail, status: "done", to } : { label, detail, status: "todo" };
  });
  return <Stepper phases={phases} label="Steps" />;
}
